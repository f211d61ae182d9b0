import * as fs from "node:fs";
import * as path from "node:path";

import { namespaceValues, parseConfiguration } from "../../core/configuration/parse";
import { readScopesOnce } from "./captured-scopes";
import type { LaidOutFunction } from "./lay-out";
import { layOutFunctions, layOutRuntime } from "./lay-out";
import type { Layout, LayoutRequest } from "./layout";
import { missingModules } from "./missing-modules";
import { readPackageTreeOnce } from "./package-tree";
import type * as runProgramModule from "./run-program";
import { unusableCaptures } from "./unusable-captures";

/** Runs the program and writes its layout. The serializer works in a main thread only, so this is a process of its own. */
async function main(): Promise<void> {
  // Pulumi takes a stack trace for every promise, a tenth of the time; errors are told by their messages.
  Error.stackTraceLimit = 0;
  const request = JSON.parse(fs.readFileSync(process.argv[2] ?? "", "utf8")) as LayoutRequest;
  readScopesOnce();
  readPackageTreeOnce();
  // Loads Pulumi, which has to find both prepared.
  const { programOutputs, runProgram } = require("./run-program") as typeof runProgramModule;
  const resources = await runProgram(request);
  const runtimeModules = layOutRuntime(path.join(request.folder, "runtime"));
  const functions = await layOutFunctions(resources, path.join(request.folder, "functions"));
  const faults = functions.flatMap((one) => faultsOf(one, runtimeModules));
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const plain = resources.map(({ type, name, inputs, outputs }) => ({
    type,
    name,
    inputs: withoutCode(inputs),
    outputs: withoutCode(outputs),
  }));
  const outputs = await programOutputs();
  const { account, configuration } = request;
  const organizationAccounts = accountsToLookUp(configuration);
  const layout: Layout = { resources: plain, outputs, functions, runtimeModules, account, organizationAccounts };
  fs.writeFileSync(path.join(request.folder, "layout.json"), JSON.stringify(layout));
}

function accountsToLookUp(configuration: LayoutRequest["configuration"]): Layout["organizationAccounts"] {
  const parsed = parseConfiguration(namespaceValues(configuration));
  if ("problems" in parsed || parsed.configuration.accountLookUp === undefined) return undefined;
  return parsed.configuration.organization;
}

/** What is wrong with a function's archive, a line each. */
function faultsOf({ name, folder }: LaidOutFunction, runtimeModules: string): string[] {
  const text = fs.readFileSync(path.join(folder, "__index.js"), "utf8");
  const missing = missingModules(text, folder, runtimeModules);
  return [
    ...(missing.length === 0 ? [] : [`function ${name}: its archive lacks ${missing.join(", ")}`]),
    ...unusableCaptures(text).map((why) => `function ${name} would fail when it runs: ${why}`),
  ];
}

/** The archive stands in its folder; in the layout it would only be a promise. */
function withoutCode(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "code"));
}

main().then(
  // Pulumi's runtime keeps handles open that nothing here waits for.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
