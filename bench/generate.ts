import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { Random } from "../local/bundled-day/random";
import { seededRandom } from "../local/bundled-day/random";
import type { TrailShape } from "./generate-record";
import { recordAt } from "./generate-record";

export type { TrailShape } from "./generate-record";

export interface TrailOptions {
  /** Empty folder. */
  readonly folder: string;
  readonly files: number;
  readonly recordsInFile: number;
  readonly shape: TrailShape;
  readonly seed: number;
  /** Files of the same minutes; without it one after the other. CloudTrail writes one for each account and region. */
  readonly filesAtOnce?: number;
}

/** A file holds what CloudTrail delivered of these minutes, and the next one begins this much later. */
const minutesInFile = 20;
const minutesBetweenFiles = 5;

const firstMs = Date.parse("2026-10-06T00:00:00Z");
const minuteMs = 60_000;

/**
 * Writes log files as CloudTrail does, those of some minutes overlapping the next ones by a quarter of an hour, and returns the
 * bytes of their JSON.
 */
export function writeTrail({ folder, files, recordsInFile, shape, seed, filesAtOnce = 1 }: TrailOptions): number {
  const random = seededRandom(seed);
  let bytes = 0;
  for (let file = 0; file < files; file += 1) {
    const fromMs = firstMs + Math.floor(file / filesAtOnce) * minutesBetweenFiles * minuteMs;
    const records = timesWithin(fromMs, recordsInFile, random).map((atMs) => recordAt(atMs, shape, random));
    const text = `{"Records":[${records.map((record) => JSON.stringify(record)).join(",")}]}`;
    bytes += Buffer.byteLength(text);
    fs.writeFileSync(path.join(folder, `${String(file).padStart(5, "0")}.json.gz`), zlib.gzipSync(text));
  }
  return bytes;
}

function timesWithin(fromMs: number, count: number, random: Random): number[] {
  const seconds = Array.from({ length: count }, () => random.between(0, minutesInFile * 60 - 1));
  return seconds.sort((one, other) => one - other).map((second) => fromMs + second * 1000);
}
