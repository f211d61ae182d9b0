import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import { bundledDay } from "../local/bundled-day/bundled-day";
import { median, table } from "./figures";

const project = path.resolve(__dirname, "..");

const mostRecords = 200_000;
const recordsInFile = 1_000;
const runs = 3;

interface Duration {
  readonly records: number;
  readonly durationMs: number;
}

/** Prints how long a replay takes, start-up excluded, against a loop that only unpacks and parses the same files. */
export async function benchReplay(root: string): Promise<void> {
  const folder = path.join(root, "trail");
  fs.mkdirSync(folder);
  const bytes = writeTrail(folder);
  const bare: number[] = [];
  const played: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    bare.push(checked(await bareLoop(folder)));
    played.push(checked(await replay(folder)));
  }
  const [one, other] = [median(played), median(bare)];
  const row = [`${mostRecords} records, ${(bytes / 1e6).toFixed(0)} MB of JSON`];
  process.stdout.write(
    "Replay with every effect written, start-up excluded.\n" +
      `Median of ${runs} interleaved runs; the reference is a Node loop of gunzip and JSON.parse over the same files.\n\n` +
      `${table([
        ["played", "s", "bare loop s", "ratio"],
        [...row, (one / 1000).toFixed(2), (other / 1000).toFixed(2), (one / other).toFixed(2)],
      ])}\n`,
  );
}

/** Writes the bundled day of one seed after the other, each a day later, as CloudTrail writes log files. */
function writeTrail(folder: string): number {
  let texts: string[] = [];
  let written = 0;
  let bytes = 0;
  const flush = () => {
    const text = `{"Records":[${texts.join(",")}]}`;
    const name = `${String(written / recordsInFile).padStart(4, "0")}.json.gz`;
    fs.writeFileSync(path.join(folder, name), zlib.gzipSync(text));
    bytes += text.length;
    texts = [];
  };
  for (let seed = 1; ; seed += 1) {
    const day = `2026-03-${String(seed).padStart(2, "0")}`;
    for (const { text } of bundledDay(seed)) {
      texts.push(text.replaceAll("2026-03-17", day));
      written += 1;
      if (texts.length === recordsInFile) flush();
      if (written === mostRecords) return bytes;
    }
  }
}

function checked({ records, durationMs }: Duration): number {
  if (records !== mostRecords) throw new Error(`${records} records were read instead of ${mostRecords}`);
  return durationMs;
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
