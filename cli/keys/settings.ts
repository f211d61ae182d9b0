import * as fs from "node:fs";

import { namespaceValues, parseConfiguration } from "../../core/configuration/parse";
import { formatProblems } from "../../core/configuration/problem";
import type { ProfileSettings } from "../../core/profiles/profile";
import { profileSettings } from "../../core/profiles/profile";
import type { WidenedCaller } from "../../core/profiles/request";
import { runConfiguration } from "../run-configuration";
import { UsageError } from "../usage-error";
import type { KeysOptions } from "./options";

export interface KeysSettings {
  readonly profiles: ProfileSettings;
  readonly include: readonly WidenedCaller[];
}

const anyStack = "Pulumi.dev.yaml";

/** The settings of `profiles` in the stack file that is named, or that belongs to the stack. Throws what is wrong with it. */
export function keysSettings({ stackFile, stack, learnForMs }: KeysOptions): KeysSettings {
  const file = stackFile ?? stackFileOf(stack);
  const { values } = runConfiguration({ stackFile: file, slack: true, modes: {} });
  const checked = parseConfiguration(namespaceValues(values));
  if ("problems" in checked) throw new UsageError(`${file}: ${formatProblems(checked.problems)}`);
  const profiles = profileSettings(checked.configuration.profiles);
  return {
    profiles: learnForMs === undefined ? profiles : { ...profiles, learnForMs },
    include: checked.configuration.profiles.include,
  };
}

/** A stack may be named with its organisation and project; its settings stand in the file of its own name, where it is here. */
function stackFileOf(stack: string | undefined): string {
  const own = stack === undefined ? anyStack : `Pulumi.${stack.split("/").at(-1) ?? stack}.yaml`;
  return fs.existsSync(own) ? own : anyStack;
}
