import * as fs from "node:fs";
import * as path from "node:path";

import type { NodeRun } from "./declare";
import { project, runBareNode } from "./declare";

const parts = ["index.ts", "stacks", "handlers", "clients", "core", "local", "cli", "tsconfig.json", "package.json"];
const stackFiles = ["Pulumi.yaml", "Pulumi.dev.yaml", "package-lock.json"];
const tests = ["test/program", "test/handlers", "test/support", "test/core/sample-record.ts", "test/environment.cjs"];

/** Copies the program into an empty folder, where a test may change it; packages are the project's own. */
export function copyProgram(folder: string): void {
  for (const part of [...parts, ...stackFiles, ...tests]) {
    fs.cpSync(path.join(project, part), path.join(folder, part), { recursive: true });
  }
  fs.symlinkSync(path.join(project, "node_modules"), path.join(folder, "node_modules"), "dir");
}

/** Changes one file of a copy. Throws where what is to be replaced isn't there, or is there twice. */
export function patch(folder: string, file: string, from: string, to: string): void {
  const target = path.join(folder, file);
  const text = fs.readFileSync(target, "utf8");
  if (text.split(from).length !== 2) throw new Error(`${file} does not have ${JSON.stringify(from)} just once`);
  fs.writeFileSync(
    target,
    text.replace(from, () => to),
  );
}

/** Has a copy's program declare this instead, where `context`, `aws` and `WardenFunction` are at hand. */
export function declareInstead(folder: string, text: string): void {
  const file = path.join(folder, "index.ts");
  const [upToContext] = /^[^]*?^const context = (?:\{\n[^]*?^\};|.*;)$/m.exec(fs.readFileSync(file, "utf8")) ?? [];
  if (upToContext === undefined) throw new Error("index.ts does not make a context in a statement of its own");
  const given = `const { WardenFunction } = require("./stacks/warden-function"); const aws = require("@pulumi/aws");`;
  fs.writeFileSync(file, `${upToContext}\n{\n${given}\n${text}\n}\n`);
}

/** `npm start -- ARGS` in a copy. */
export async function startCopy(folder: string, args: readonly string[]): Promise<NodeRun> {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as {
    scripts: { start: string };
  };
  const [, ...command] = scripts.start.split(" ");
  return runBareNode([...command, ...args], folder);
}

/** `npm test` in a copy, of one file. */
export async function testCopy(folder: string, file: string): Promise<NodeRun> {
  const requires = ["test/environment.cjs", "ts-node/register"].flatMap((name) => ["--require", name]);
  return runBareNode(["node_modules/mocha/bin/mocha.js", "--no-config", ...requires, file], folder);
}
