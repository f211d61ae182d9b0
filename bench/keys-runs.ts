import { spawn } from "node:child_process";
import * as path from "node:path";

const project = path.resolve(__dirname, "..");

/** One run of `warden keys`. */
export interface KeysRun {
  /** The whole process, from before it was started until it was gone. */
  readonly wallMs: number;
  /** The command alone: from its first line to the profiles on disk. */
  readonly durationMs: number;
  readonly startupMs: number;
  readonly peakBytes: number;
}

/** Runs the command in a process of its own. Throws where its status is another one than 0. */
export async function runKeys(args: readonly string[]): Promise<KeysRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(__dirname, "keys-child.cjs"), ...args], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const text = await finished(child, child.stdio[3] as NodeJS.ReadableStream);
  const run = JSON.parse(text) as Omit<KeysRun, "wallMs"> & { readonly status: number };
  if (run.status !== 0) throw new Error(`warden keys ${args.join(" ")} ended with status ${run.status}`);
  return { ...run, wallMs: performance.now() - began };
}

/** Runs the loop that only unpacks and parses the files of a folder, in a process of its own. */
export async function runBareLoop(folder: string): Promise<{ readonly records: number; readonly durationMs: number }> {
  const child = spawn(process.execPath, [path.join(__dirname, "bare-loop.cjs"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await finished(child, child.stdout)) as { records: number; durationMs: number };
}

async function finished(child: ReturnType<typeof spawn>, said: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  said.on("data", (part: Buffer) => (text += part.toString("utf8")));
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with status ${status}`);
  return text;
}
