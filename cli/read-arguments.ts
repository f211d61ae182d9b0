import type { ParseArgsConfig } from "node:util";
import { parseArgs } from "node:util";

import { UsageError } from "./usage-error";

type OptionForms = NonNullable<ParseArgsConfig["options"]>;

const help = { help: { type: "boolean", short: "h" } } as const;

/** A command's options and operands, `--help` among them. Throws a UsageError that names the option at fault. */
export function readArguments<const Forms extends OptionForms>(args: readonly string[], forms: Forms) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...help, ...forms } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Options that take a value. */
export function textOptions(names: readonly string[]): Readonly<Record<string, { readonly type: "string" }>> {
  return Object.fromEntries(names.map((name) => [name, { type: "string" }]));
}
