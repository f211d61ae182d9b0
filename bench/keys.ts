import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { attributeKinds } from "../core/profiles/profile";
import { readProfilesFile } from "../local/profiles/store-file";
import { table } from "./figures";
import type { TrailShape } from "./generate";
import { writeTrail } from "./generate";
import { redisProfiles } from "./keys-redis";
import type { WardenRun } from "./warden-run";
import { bareLoopMs, runWarden } from "./warden-run";

interface Trail {
  readonly shape: TrailShape;
  readonly files: number;
  /** How often it is profiled, in turns with the loop; the best of each counts. */
  readonly runs: number;
}

const recordsInFile = 1_000;

const trails: readonly Trail[] = Object.freeze([
  { shape: "even", files: 200, runs: 5 },
  { shape: "hard", files: 200, runs: 3 },
  { shape: "even", files: 1_000, runs: 2 },
]);

/**
 * Prints how long `warden keys update-profile` takes, and its memory, against a loop that only unpacks and parses the same
 * files; and against the same profiles by way of Redis, where that is installed.
 */
export async function benchKeys(root: string): Promise<void> {
  const rows: string[][] = [];
  const redisRows: string[][] = [];
  for (const trail of trails) {
    const folder = path.join(root, `${trail.shape}-${trail.files}`);
    const store = path.join(root, `${trail.shape}-${trail.files}.profiles.json`);
    fs.mkdirSync(folder);
    const { shape, files } = trail;
    writeTrail({ folder, files, recordsInFile, shape, seed: 1 });
    const loops: number[] = [];
    const runs: WardenRun[] = [];
    for (let run = 0; run < trail.runs; run += 1) {
      loops.push(await bareLoopMs(folder, files * recordsInFile));
      fs.rmSync(store, { force: true });
      runs.push(await runWarden(["keys", "update-profile", folder, "--store", store]));
    }
    rows.push(row(trail, runs, Math.min(...loops)));
    if (shape === "even" && redisRows.length === 0) redisRows.push(...(await againstRedis(folder, root, store, runs)));
    fs.rmSync(folder, { recursive: true, force: true });
  }
  const [load = 0] = os.loadavg();
  const heading = ["profiled", "s", "with start-up s", "bare loop s", "ratio", "with start-up", "MB"];
  process.stdout.write(
    "Key profiles: reading, learning and writing the store; and the whole process with its start.\n" +
      "The reference is a Node loop of gunzip and JSON.parse over the same files, in turns with it; the best of each counts.\n" +
      `Load of the machine at the end: ${load.toFixed(1)} on ${os.availableParallelism()} cores.\n\n` +
      `${table([heading, ...rows])}\n`,
  );
  process.stdout.write(
    redisRows.length === 0
      ? "Left out: the same profiles by way of Redis, because there is no redis-server on this machine.\n\n"
      : `${table([["the same profiles", "s", "ratio"], ...redisRows])}\n`,
  );
}

function row({ shape, files }: Trail, runs: readonly WardenRun[], loopMs: number): string[] {
  const durationMs = Math.min(...runs.map((run) => run.durationMs));
  const wallMs = Math.min(...runs.map((run) => run.wallMs));
  const seconds = [durationMs, wallMs, loopMs].map((ms) => (ms / 1000).toFixed(2));
  const ratios = [durationMs, wallMs].map((ms) => (ms / loopMs).toFixed(2));
  const peakBytes = Math.max(...runs.map((run) => run.peakBytes));
  const records = (files * recordsInFile).toLocaleString("en");
  return [`${shape}, ${records} records`, ...seconds, ...ratios, (peakBytes / 1e6).toFixed(0)];
}

/** Rows of the command and of Redis. Throws where they have not learnt the same. */
async function againstRedis(
  folder: string,
  root: string,
  store: string,
  runs: readonly WardenRun[],
): Promise<string[][]> {
  const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
  const redis = await redisProfiles(files, root);
  if (redis === undefined) return [];
  for (const [key, { profile }] of readProfilesFile(store)) {
    for (const kind of attributeKinds) {
      const expected = redis.sizes.get(`${key}:${kind}`);
      if (profile.values[kind].size !== expected) {
        throw new Error(`${key}: ${profile.values[kind].size} values of ${kind}, Redis has ${expected}`);
      }
    }
  }
  const ownMs = Math.min(...runs.map((run) => run.wallMs));
  return [
    ["warden keys update-profile, with start-up", (ownMs / 1000).toFixed(2), "1.00"],
    [
      "one Redis command for each attribute",
      (redis.durationMs / 1000).toFixed(2),
      (redis.durationMs / ownMs).toFixed(2),
    ],
  ];
}
