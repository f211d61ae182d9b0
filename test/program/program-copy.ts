import * as fs from "node:fs";
import * as path from "node:path";

import { project } from "./declare";

const parts = ["index.ts", "stacks", "handlers", "clients", "core", "local", "cli", "tsconfig.json", "package.json"];
const stackFiles = ["Pulumi.yaml", "Pulumi.dev.yaml"];
const runner = ["test/program/declare-main.ts"];

/** Copies the program into an empty folder, where a test may change it; packages are the project's own. */
export function copyProgram(folder: string): void {
  for (const part of [...parts, ...stackFiles, ...runner]) {
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
