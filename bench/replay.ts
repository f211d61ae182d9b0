import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { SummaryEffect } from "../local/effects";
import { countDeniedWithDuckDb } from "./duck-db";
import { median, table } from "./figures";
import type { TrailShape } from "./generate";
import { writeTrail } from "./generate";
import type { WardenRun } from "./warden-run";
import { bareLoopMs, runWarden } from "./warden-run";

interface Trail {
  readonly shape: TrailShape;
  readonly files: number;
  readonly filesAtOnce: number;
  /** How often it is replayed, in turns with the loop. */
  readonly runs: number;
  /** What replay may take of the loop; absent for a figure without a bound. */
  readonly bound?: number;
}

const recordsInFile = 1_000;
const mostBytes = 512e6;

/** How many files four accounts with four regions have of the same minutes. */
const ofEachRegion = 16;

/** Each number of records over many hours and over few: functions are invoked by the time that a trail covers. */
const trails: readonly Trail[] = Object.freeze([
  { shape: "quiet", files: 200, filesAtOnce: 1, runs: 3 },
  { shape: "even", files: 200, filesAtOnce: ofEachRegion, runs: 3, bound: 1.5 },
  { shape: "even", files: 1_000, filesAtOnce: ofEachRegion, runs: 1, bound: 1.25 },
  { shape: "even", files: 200, filesAtOnce: 1, runs: 3, bound: 1.5 },
  { shape: "even", files: 1_000, filesAtOnce: 1, runs: 1, bound: 1.25 },
  { shape: "hard", files: 200, filesAtOnce: 1, runs: 1 },
]);

interface Replayed {
  readonly trail: Trail;
  readonly durationMs: number;
  readonly startupMs: number;
  readonly loopMs: number;
  readonly peakBytes: number;
}

/**
 * Prints how long a replay takes, with every function and filter of the default stack, against a loop that only unpacks and
 * parses the same files; and against counting their denied calls with DuckDB, and with jq where that is installed.
 */
export async function benchReplay(root: string): Promise<void> {
  const replays: Replayed[] = [];
  const counting: string[][] = [];
  for (const trail of trails) {
    const { shape, files, filesAtOnce } = trail;
    const folder = path.join(root, `${shape}-${files}-${filesAtOnce}`);
    fs.mkdirSync(folder);
    writeTrail({ folder, files, filesAtOnce, recordsInFile, shape, seed: 1 });
    const replayed = await replay(trail, folder);
    replays.push(replayed);
    if (shape === "even" && counting.length === 0) counting.push(...(await countedOtherwise(folder, replayed)));
    fs.rmSync(folder, { recursive: true });
  }
  const [load = 0] = os.loadavg();
  process.stdout.write(
    "Replay with every effect written, from the first byte read to the summary; start-up beside it.\n" +
      "The reference is a Node loop of gunzip and JSON.parse over the same files, in turns with it; medians.\n" +
      `Load of the machine at the end: ${load.toFixed(1)} on ${os.availableParallelism()} cores.\n\n` +
      `${table([["replayed", "s", "bare loop s", "ratio", "bound", "start-up s", "MB"], ...replays.map(row)])}\n` +
      `Time by record, a million against 200,000: ${linearity(replays, ofEachRegion)} with ${ofEachRegion} files at once, ` +
      `${linearity(replays, 1)} one after the other. Memory: at most ${mostBytes / 1e6} MB.\n\n` +
      `${table([["denied calls counted", "s", "replay's part of it"], ...counting])}\n`,
  );
}

async function replay(trail: Trail, folder: string): Promise<Replayed> {
  const records = trail.files * recordsInFile;
  const loops: number[] = [];
  const runs: (WardenRun & { readonly summary: SummaryEffect })[] = [];
  for (let run = 0; run < trail.runs; run += 1) {
    loops.push(await bareLoopMs(folder, records));
    const played = await runWarden(["replay", "--json", folder]);
    const summary = JSON.parse(played.lastLine) as SummaryEffect;
    if (summary.records !== records) throw new Error(`${summary.records} records were replayed, not ${records}`);
    runs.push({ ...played, summary });
  }
  return {
    trail,
    durationMs: median(runs.map(({ summary }) => summary.durationMs)),
    startupMs: median(runs.map(({ summary }) => summary.startupMs)),
    loopMs: median(loops),
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
  };
}

function row({ trail, durationMs, startupMs, loopMs, peakBytes }: Replayed): string[] {
  const { shape, files, filesAtOnce, bound } = trail;
  const times = [durationMs, loopMs].map((ms) => (ms / 1000).toFixed(2));
  const ratio = (durationMs / loopMs).toFixed(2);
  const records = (files * recordsInFile).toLocaleString("en");
  const ends = [bound === undefined ? "" : String(bound), (startupMs / 1000).toFixed(2), (peakBytes / 1e6).toFixed(0)];
  return [`${shape}, ${records} records, ${filesAtOnce} files at once`, ...times, ratio, ...ends];
}

function linearity(replays: readonly Replayed[], filesAtOnce: number): string {
  const [few, many] = replays.filter(({ trail }) => trail.shape === "even" && trail.filesAtOnce === filesAtOnce);
  if (few === undefined || many === undefined) return "not measured";
  return ((many.durationMs / many.trail.files) * (few.trail.files / few.durationMs)).toFixed(2);
}

async function countedOtherwise(folder: string, { durationMs }: Replayed): Promise<string[][]> {
  const duckDb = await countDeniedWithDuckDb(folder);
  const rows = [["DuckDB", (duckDb.durationMs / 1000).toFixed(2), (durationMs / duckDb.durationMs).toFixed(2)]];
  const jqMs = countWithJq(folder);
  if (jqMs !== undefined) rows.push(["jq", (jqMs / 1000).toFixed(2), (durationMs / jqMs).toFixed(2)]);
  return rows;
}

/** Undefined where there is no jq on this machine. */
function countWithJq(folder: string): number | undefined {
  const began = performance.now();
  const filter = '.Records[] | select(.errorCode // "" | test("UnauthorizedOperation$|^AccessDenied")) | 1';
  const command = `gzip -dc '${folder}'/*.json.gz | jq '${filter}' | wc -l`;
  const counted = spawnSync("sh", ["-c", `command -v jq > /dev/null && ${command}`], { encoding: "utf8" });
  return counted.status === 0 ? performance.now() - began : undefined;
}
