import { readScopesOnce } from "../../local/program/captured-scopes";
import { readPackageTreeOnce } from "../../local/program/package-tree";
import type { DeclareOptions } from "./declare";
import type * as writeDeclaredModule from "./write-declared";

/** Runs the program and writes what it declares into the file that its first argument names. */
async function main([file = "", text = ""]: readonly string[]): Promise<void> {
  // Pulumi takes a stack trace for every promise.
  Error.stackTraceLimit = 0;
  const { withCode = true, asPulumiDoes = false, ...options } = JSON.parse(text) as DeclareOptions;
  if (!asPulumiDoes) {
    readScopesOnce();
    readPackageTreeOnce();
  }
  // Loads Pulumi, which has to find both prepared.
  const { writeDeclared } = require("./write-declared") as typeof writeDeclaredModule;
  await writeDeclared(file, options, withCode);
}

main(process.argv.slice(2)).then(
  // Pulumi's runtime keeps handles open that nothing here waits for.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  },
);
