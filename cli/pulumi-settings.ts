import * as fs from "node:fs";

import type { Configuration } from "../core/configuration/configuration";
import { namespaceValues, parseConfiguration } from "../core/configuration/parse";
import { readStackFile } from "../local/stack-file";

/** What the checks need of a stack's settings. */
export interface StackSettings {
  readonly configuration: Configuration;
  readonly region: string;
  readonly profile: string | undefined;
  /** The stack file has credentials of its own. */
  readonly hasCredentials: boolean;
}

/** The settings in a stack file, checked as the program checks them. Throws one line, with what to do, where it can't be used. */
export function stackSettings(file: string, stack: string): StackSettings {
  const values = valuesOf(file, stack);
  const checked = parseConfiguration(namespaceValues(values));
  if ("problems" in checked) throw new Error(`${file}: ${wordsOf(checked.problems)}`);
  const region = values["aws:region"] ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (typeof region !== "string" || region === "")
    throw new Error(`${file} has no region: run npx pulumi config set aws:region REGION --stack ${stack}`);
  const profile = values["aws:profile"];
  return {
    configuration: checked.configuration,
    region,
    profile: typeof profile === "string" ? profile : undefined,
    hasCredentials: values["aws:accessKey"] !== undefined,
  };
}

function valuesOf(file: string, stack: string): Readonly<Record<string, unknown>> {
  if (!fs.existsSync(file))
    throw new Error(
      `${file} does not exist: copy Pulumi.dev.yaml, or name another stack (PULUMI_STACK=dev, not ${stack})`,
    );
  try {
    return readStackFile(fs.readFileSync(file, "utf8")).values;
  } catch (error) {
    throw new Error(`${file}, ${(error as Error).message}`, { cause: error });
  }
}

type Problems = Extract<ReturnType<typeof parseConfiguration>, { problems: unknown }>["problems"];

function wordsOf([first, ...others]: Problems): string {
  const more = others.length === 0 ? "" : `; ${others.length} more of this kind`;
  if (first === undefined) return "it can't be used";
  return `set api-warden:${first.path} (found ${first.found}; allowed: ${first.allowed})${more}; all settings are in docs/configuration.md`;
}
