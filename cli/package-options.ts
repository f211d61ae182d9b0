import * as fs from "node:fs";

import { readArguments } from "./read-arguments";
import { UsageError } from "./usage-error";

export interface PackageOptions {
  readonly folder: string;
  readonly json: boolean;
  readonly stackFile: string;
}

export const packageHelp = `Usage: warden package DIR [options]

Writes what pulumi up would upload, byte for byte, one folder per function, and prints how large each is.
DIR is made if it is not there; otherwise it has to be empty.

  --json             sizes as JSON on standard output
  --stack-file FILE  stack configuration to package with (default Pulumi.dev.yaml)
  --help

Exit status: 0 written; 1 the program could not be laid out; 2 wrong usage.
`;

const options = {
  json: { type: "boolean" },
  "stack-file": { type: "string" },
} as const;

/** Reads the arguments of `warden package`; "help" where that is asked for. Throws a UsageError that names what is wrong. */
export function parsePackageOptions(args: readonly string[]): PackageOptions | "help" {
  const { values, positionals } = readArguments(args, options);
  if (values.help) return "help";
  const [folder, ...rest] = positionals;
  if (folder === undefined || folder === "") throw new UsageError("package needs the folder to write to");
  if (rest.length > 0) throw new UsageError(`package takes one folder, found also ${JSON.stringify(rest[0])}`);
  refuseUsed(folder);
  return { folder, json: values.json ?? false, stackFile: values["stack-file"] ?? "Pulumi.dev.yaml" };
}

/** Files of an earlier run among the new ones would be taken for what is uploaded. */
function refuseUsed(folder: string): void {
  let entries: string[];
  try {
    entries = fs.readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    throw new UsageError(`${folder} can't be written to: ${code === "ENOTDIR" ? "it is not a folder" : (code ?? "")}`);
  }
  if (entries.length > 0) throw new UsageError(`${folder} is not empty`);
}
