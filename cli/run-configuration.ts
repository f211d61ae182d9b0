import * as fs from "node:fs";

import type { Configuration } from "../core/configuration/configuration";
import { actionNames } from "../core/configuration/names";
import { namespaceValues, parseConfiguration } from "../core/configuration/parse";
import { formatProblems } from "../core/configuration/problem";
import { readOrganizationFile } from "../local/organization-file";
import { readStackFile } from "../local/stack-file";
import type { ReplayOptions } from "./replay-options";
import { UsageError } from "./usage-error";

/** The region of a local run whose stack file names none. */
const defaultRegion = "us-east-1";

/** The configuration that a local run lays the program out with, checked as the program checks it. */
export function runConfiguration(options: Pick<ReplayOptions, "stackFile" | "slack" | "modes" | "organization">): {
  readonly values: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** The same values checked, with defaults. */
  readonly configuration: Configuration;
  /** What of the configuration a local run leaves out, a line each. */
  readonly leftOut: readonly string[];
} {
  const values: Record<string, unknown> = { ...readValues(options.stackFile) };
  if (!options.slack) {
    delete values["api-warden:slack"];
    delete values["api-warden:slackWebhook"];
  }
  if (Object.keys(options.modes).length > 0) {
    values["api-warden:modes"] = { ...(values["api-warden:modes"] as object | undefined), ...modesOf(options.modes) };
  }
  if (options.organization !== undefined) {
    const setting = values["api-warden:organization"] as object | undefined;
    values["api-warden:organization"] = { ...setting, accounts: accountsIn(options.organization) };
  }
  const checked = parseConfiguration(namespaceValues(values));
  if ("problems" in checked) throw new UsageError(`${options.stackFile}: ${formatProblems(checked.problems)}`);
  const region = values["aws:region"];
  const leftOut = listsWithAddress(checked.configuration).map(
    (name) => `api-warden:guardDuty.${name} has an address: a local run fetches nothing, so the list is left out`,
  );
  return {
    values,
    region: typeof region === "string" ? region : defaultRegion,
    configuration: checked.configuration,
    leftOut,
  };
}

function listsWithAddress({ guardDuty }: Configuration): string[] {
  return (["threatList", "trustedList"] as const).filter((name) => guardDuty[name]?.kind === "url");
}

function readValues(file: string): Readonly<Record<string, unknown>> {
  return readWith((text) => readStackFile(text).values, file);
}

/** What the file says of accounts, checked by itself so that the message names this file. */
function accountsIn(file: string): Readonly<Record<string, unknown>> {
  const accounts = readWith(readOrganizationFile, file);
  const checked = parseConfiguration({ trail: { create: true }, organization: { accounts } });
  if ("problems" in checked) throw new UsageError(`${file}: ${formatProblems(checked.problems)}`);
  return accounts;
}

function readWith<Value>(read: (text: string) => Value, file: string): Value {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} could not be read: ${(error as NodeJS.ErrnoException).code ?? "unknown reason"}`);
  }
  try {
    return read(text);
  } catch (error) {
    throw new UsageError(`${file}, ${(error as Error).message}`);
  }
}

function modesOf({ all, ...single }: Readonly<Record<string, string>>): Record<string, string> {
  const every = all === undefined ? [] : actionNames.map((action) => [action, all] as const);
  return { ...Object.fromEntries(every), ...single };
}
