import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { DeclaredResource } from "./mocks";
import type { ProgramOptions } from "./run-program";

/** What the program declares and looks up, without its functions' code. */
export interface DeclaredProgram {
  /** Sorted by type and name. */
  readonly resources: readonly DeclaredResource[];
  /** Tokens of the provider functions that it calls, each once, sorted, for example `aws:index/getRegion:getRegion`. */
  readonly lookUps: readonly string[];
}

const project = path.resolve(__dirname, "../..");

/**
 * Runs the program in a process of its own and returns what it declares. Functions have an archive of nothing: making them
 * takes most of a run's time. Rejects with what the program said when it failed.
 */
export async function declaredProgram(options: ProgramOptions): Promise<DeclaredProgram> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-declared-"));
  try {
    const [asked, answer] = [path.join(place, "options.json"), path.join(place, "declared.json")];
    fs.writeFileSync(asked, JSON.stringify(options));
    await run([path.join(__dirname, "declared-main.ts"), asked, answer]);
    return JSON.parse(fs.readFileSync(answer, "utf8")) as DeclaredProgram;
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** With nothing of this process's environment but paths: what is declared is the same on every machine. */
async function run(args: readonly string[]): Promise<void> {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  const register = path.join(project, "cli/register-typescript.cjs");
  const child = spawn(process.execPath, ["--require", register, ...args], {
    cwd: project,
    env: { PATH, HOME, TMPDIR, SystemRoot, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`the program could not be laid out:\n${said.trim()}`);
}
