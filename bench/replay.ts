import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

import { median, table } from "./figures";
import type { TrailShape } from "./generate";
import { writeTrail } from "./generate";

const project = path.resolve(__dirname, "..");

const files = 200;
const recordsInFile = 1_000;

/** How often each shape is replayed. */
const runs: Readonly<Partial<Record<TrailShape, number>>> = Object.freeze({ quiet: 3, even: 1 });

interface Duration {
  readonly records: number;
  readonly durationMs: number;
  /** Only of a replay. */
  readonly startupMs?: number;
}

/**
 * Prints how long a replay takes against a loop that only unpacks and parses the same files: of a trail that no function
 * wants anything of, which is reading alone, and of one with 2 % denied calls.
 */
export async function benchReplay(root: string): Promise<void> {
  const rows: string[][] = [];
  for (const [shape, times] of Object.entries(runs) as [TrailShape, number][]) {
    const folder = path.join(root, shape);
    fs.mkdirSync(folder);
    const bytes = writeTrail({ folder, files, recordsInFile, shape, seed: 1 });
    const bare: number[] = [];
    const played: Duration[] = [];
    for (let run = 0; run < times; run += 1) {
      bare.push(checked(await bareLoop(folder)).durationMs);
      played.push(checked(await replay(folder)));
    }
    const [one, other] = [median(played.map(({ durationMs }) => durationMs)), median(bare)];
    const startup = median(played.map(({ startupMs = 0 }) => startupMs));
    rows.push([
      `${shape}, ${(files * recordsInFile).toLocaleString("en")} records, ${(bytes / 1e6).toFixed(0)} MB`,
      ...[one, other].map((ms) => (ms / 1000).toFixed(2)),
      (one / other).toFixed(2),
      (startup / 1000).toFixed(2),
    ]);
  }
  process.stdout.write(
    "Replay with every effect written, from the first byte read to the last line; start-up beside it.\n" +
      "The reference is a Node loop of gunzip and JSON.parse over the same files, in turns with it.\n\n" +
      `${table([["replayed", "s", "bare loop s", "ratio", "start-up s"], ...rows])}\n`,
  );
}

function checked(duration: Duration): Duration {
  const { records } = duration;
  if (records !== files * recordsInFile) throw new Error(`${records} records were read, not ${files * recordsInFile}`);
  return duration;
}

async function bareLoop(folder: string): Promise<Duration> {
  return JSON.parse(await outputOf(process.execPath, [path.join(__dirname, "bare-loop.cjs"), folder])) as Duration;
}

async function replay(folder: string): Promise<Duration> {
  const text = await outputOf("npm", ["run", "--silent", "warden", "--", "replay", "--json", folder]);
  const summary = text.trimEnd().split("\n").at(-1) ?? "";
  return JSON.parse(summary) as Duration;
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => void parts.push(part));
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with status ${status}`);
  return Buffer.concat(parts).toString("utf8");
}
