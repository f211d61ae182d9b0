import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const project = path.resolve(__dirname, "..");

/** One run of a command of `warden`. */
export interface WardenRun {
  /** The whole process, from before it was started until it was gone. */
  readonly wallMs: number;
  /** The command alone, from its first line on. */
  readonly durationMs: number;
  readonly startupMs: number;
  readonly peakBytes: number;
  /** The last line of its output. */
  readonly lastLine: string;
}

/** Runs the command in a process of its own. Throws where its status is another one than 0. */
export async function runWarden(args: readonly string[]): Promise<WardenRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeOptions(), path.join(__dirname, "warden-child.cjs"), ...args], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit", "pipe"],
  });
  const [lastLine, text] = await Promise.all([
    endOf(child.stdout as NodeJS.ReadableStream),
    endOf(child.stdio[3] as NodeJS.ReadableStream),
    ended(child),
  ]);
  const run = JSON.parse(text) as Omit<WardenRun, "wallMs" | "lastLine"> & { readonly status: number };
  if (run.status !== 0) throw new Error(`warden ${args.join(" ")} ended with status ${run.status}`);
  return { ...run, lastLine, wallMs: performance.now() - began };
}

/** With which `npm run warden` starts Node.js. */
function nodeOptions(): string[] {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")) as {
    readonly scripts: { readonly warden: string };
  };
  const [, ...words] = scripts.warden.split(" ");
  return words.slice(0, words.indexOf("--require"));
}

/** Runs the loop that only unpacks and parses the files of a folder, in a process of its own. Throws where it has not read so many records. */
export async function bareLoopMs(folder: string, records: number): Promise<number> {
  const child = spawn(process.execPath, [path.join(__dirname, "bare-loop.cjs"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = await Promise.all([endOf(child.stdout), ended(child)]);
  const read = JSON.parse(text) as { readonly records: number; readonly durationMs: number };
  if (read.records !== records) throw new Error(`${read.records} records were read, not ${records}`);
  return read.durationMs;
}

/** The last line, without keeping the others, of which there may be many megabytes. */
async function endOf(stream: NodeJS.ReadableStream): Promise<string> {
  let [last, rest] = ["", ""];
  for await (const part of stream) {
    const lines = (rest + part.toString()).split("\n");
    rest = lines.pop() ?? "";
    last = lines.at(-1) ?? last;
  }
  return rest === "" ? last : rest;
}

async function ended(child: ChildProcess): Promise<void> {
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with status ${status}`);
}
