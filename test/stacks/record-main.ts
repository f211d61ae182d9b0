import * as fs from "node:fs";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { recordRegistrations } from "../program/registrations";
import type { RecordedRun, RecordedStack } from "./recorded-stacks";

const project = path.resolve(__dirname, "../..");
/** The two steps by which a function becomes an archive, which take most of a run's time. */
const steps: { serializeFunction: unknown; computeCodePaths: unknown } = pulumi.runtime;
const { serializeFunction, computeCodePaths } = steps;

/** Functions are serialized and packed, or have an archive of nothing. */
function serialize(withCode: boolean): void {
  const nothing = () => Promise.resolve({ text: "exports.handler = () => {};", exportName: "handler" });
  steps.serializeFunction = withCode ? serializeFunction : nothing;
  steps.computeCodePaths = withCode ? computeCodePaths : () => Promise.resolve(new Map());
}

/** The program is a module: it runs again once what it is made of has been forgotten. Packages may stay. */
function forgetProgram(): void {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(project) && !file.includes("node_modules")) delete require.cache[file];
  }
}

/** What the program exports, which becomes the outputs of the stack. */
async function stackOutputs(): Promise<RecordedStack["outputs"]> {
  const exported = pulumi.output({ ...(require("../../index") as Record<string, unknown>) });
  return new Promise((resolve) => void exported.apply(resolve));
}

/** Runs the program once for each of the runs in the file named first, and writes what it registers into the second. */
async function main([runsFile = "", resultFile = ""]: readonly string[]): Promise<void> {
  const runs = JSON.parse(fs.readFileSync(runsFile, "utf8")) as RecordedRun[];
  const results: RecordedStack[] = [];
  // Pulumi takes a stack trace for every promise.
  Error.stackTraceLimit = 0;
  for (const { withCode = false, ...options } of runs) {
    serialize(withCode);
    const registrations = recordRegistrations();
    forgetProgram();
    const { runProgram } =
      require("../../local/program/run-program") as typeof import("../../local/program/run-program");
    await runProgram(options);
    registrations.sort((one, other) => (one.urn < other.urn ? -1 : 1));
    results.push({ registrations, outputs: options.preview === true ? {} : await stackOutputs() });
  }
  fs.writeFileSync(resultFile, JSON.stringify(results));
}

main(process.argv.slice(2)).then(
  // Pulumi's runtime keeps handles open that nothing here waits for.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  },
);
