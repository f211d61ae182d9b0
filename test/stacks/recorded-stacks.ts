import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { ProgramOptions } from "../../local/program/run-program";
import { project } from "../program/declare";
import type { Registration } from "../program/registrations";

export interface RecordedRun extends ProgramOptions {
  /** With the functions' archives as they are uploaded, which takes seconds; without, they are empty. */
  readonly withCode?: boolean;
}

/** What came of a run. */
export interface RecordedStack {
  readonly registrations: readonly Registration[];
  /** What the program exports; empty at a preview. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the program registers in each run, in two processes side by side: as many as there are cores to count on. */
export async function recordStacks(runs: readonly RecordedRun[]): Promise<readonly (readonly Registration[])[]> {
  return (await recordStacksWithOutputs(runs)).map(({ registrations }) => registrations);
}

/** The same, with what the program exports. */
export async function recordStacksWithOutputs(runs: readonly RecordedRun[]): Promise<readonly RecordedStack[]> {
  const half = Math.ceil(runs.length / 2);
  const parts = await Promise.all([recordInOneProcess(runs.slice(0, half)), recordInOneProcess(runs.slice(half))]);
  return parts.flat();
}

async function recordInOneProcess(runs: readonly RecordedRun[]): Promise<RecordedStack[]> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-record-"));
  const [options, result] = [path.join(place, "options.json"), path.join(place, "result.json")];
  try {
    fs.writeFileSync(options, JSON.stringify(runs));
    await run([path.join(__dirname, "record-main.ts"), options, result]);
    return JSON.parse(fs.readFileSync(result, "utf8")) as RecordedStack[];
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** With nothing of this process's environment but paths. Rejects with what it said where it fails. */
async function run(args: readonly string[]): Promise<void> {
  const { PATH, HOME, TMPDIR } = process.env;
  const loader = path.join(project, "cli/register-typescript.cjs");
  const child = spawn(process.execPath, ["--require", loader, ...args], {
    cwd: project,
    env: { PATH, HOME, TMPDIR },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(said);
}
