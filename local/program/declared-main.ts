import * as fs from "node:fs";

import * as pulumi from "@pulumi/pulumi";
import type { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

import type { DeclaredProgram } from "./declared";
import type { DeclaredResource } from "./mocks";
import type { ProgramOptions } from "./run-program";
import { runProgram } from "./run-program";

/** Runs the program and writes what it declares, in a process of its own because the program is a module. */
async function main([asked = "", answer = ""]: readonly string[]): Promise<void> {
  Error.stackTraceLimit = 0;
  const options = JSON.parse(fs.readFileSync(asked, "utf8")) as ProgramOptions;
  withoutSerializing();
  const lookUps = recordLookUps();
  const resources = (await runProgram(options)).map(withoutCode);
  const declared: DeclaredProgram = { resources, lookUps: [...lookUps].sort() };
  fs.writeFileSync(answer, JSON.stringify(declared));
}

/** Functions get an archive of nothing. */
function withoutSerializing(): void {
  const steps: { serializeFunction: unknown; computeCodePaths: unknown } = pulumi.runtime;
  steps.serializeFunction = () => Promise.resolve({ text: "exports.handler = () => {};", exportName: "handler" });
  steps.computeCodePaths = () => Promise.resolve(new Map());
}

/** Mocks answer the program's look-ups and keep no list of them. */
function recordLookUps(): Set<string> {
  const tokens = new Set<string>();
  const invoke = MockMonitor.prototype.invoke;
  MockMonitor.prototype.invoke = function (request: ResourceInvokeRequest, answer) {
    tokens.add(request.getTok());
    return invoke.call(this, request, answer);
  };
  return tokens;
}

function withoutCode({ type, name, inputs, outputs }: DeclaredResource): DeclaredResource {
  const plain = (properties: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "code"));
  return { type, name, inputs: plain(inputs), outputs: plain(outputs) };
}

main(process.argv.slice(2)).then(
  // Pulumi's runtime keeps handles open that nothing here waits for.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  },
);
