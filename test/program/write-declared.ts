import * as fs from "node:fs";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { DeclaredResource } from "../../local/program/mocks";
import type { ProgramOptions } from "../../local/program/run-program";
import { runProgram } from "../../local/program/run-program";

interface Code {
  readonly assets: Promise<Readonly<Record<string, { readonly text?: Promise<string> }>>>;
}

/** Functions get an archive of nothing: making them takes most of a run's time. */
function withoutSerializing(): void {
  const steps: { serializeFunction: unknown; computeCodePaths: unknown } = pulumi.runtime;
  steps.serializeFunction = () => Promise.resolve({ text: "exports.handler = () => {};", exportName: "handler" });
  steps.computeCodePaths = () => Promise.resolve(new Map());
}

/** A function's archive as paths to texts; what is on disk has an empty text. */
async function archiveOf(code: Code): Promise<Record<string, string>> {
  const archive: Record<string, string> = {};
  for (const [inside, asset] of Object.entries(await code.assets)) archive[inside] = (await asset.text) ?? "";
  return archive;
}

/** A value as JSON can hold it; what a preview does not know becomes the text "(unknown)". */
function plain(value: unknown): unknown {
  if (pulumi.unknown === value || pulumi.containsUnknowns(value)) return "(unknown)";
  return value;
}

async function withArchive({ type, name, inputs }: DeclaredResource): Promise<object> {
  const { code, ...rest } = inputs;
  return {
    type,
    name,
    inputs: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)])),
    ...(code === undefined ? {} : { archive: await archiveOf(code as Code) }),
  };
}

/** Runs the program and writes what it declares into the file. */
export async function writeDeclared(file: string, options: ProgramOptions, withCode: boolean): Promise<void> {
  if (!withCode) withoutSerializing();
  const resources = await runProgram(options);
  fs.writeFileSync(path.resolve(file), JSON.stringify(await Promise.all(resources.map(withArchive))));
}
