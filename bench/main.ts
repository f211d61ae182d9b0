import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { benchColdStart } from "./cold-start";
import { benchKeys } from "./keys";
import { benchReplay } from "./replay";
import { benchThroughput } from "./throughput";
import { benchWarmBatch } from "./warm-batch";

/** Each prints its own table; `root` is a folder for its files that goes at the end. `only` names what is measured of it. */
const benchmarks: Readonly<Record<string, (root: string, only?: readonly string[]) => Promise<void>>> = {
  "cold-start": benchColdStart,
  throughput: benchThroughput,
  "warm-batch": benchWarmBatch,
  replay: benchReplay,
  keys: benchKeys,
};

const known = Object.keys(benchmarks).join(", ");

/** "cold-start:probe,watch-trail" is that benchmark of these functions. */
function wantedOf(argument: string): { readonly name: string; readonly only: readonly string[] } {
  const [name = "", functions] = argument.split(":");
  return { name, only: functions?.split(",") ?? [] };
}

function refuse(why: string): number {
  process.stderr.write(`bench: ${why}\n`);
  return 2;
}

async function main(names: readonly string[]): Promise<number> {
  const wanted = (names.length === 0 ? Object.keys(benchmarks) : names).map(wantedOf);
  const unknown = wanted.find(({ name }) => !Object.hasOwn(benchmarks, name))?.name;
  if (unknown !== undefined) return refuse(`unknown benchmark ${JSON.stringify(unknown)}; there are ${known}`);
  if (wanted.some(({ name, only }) => name !== "cold-start" && only.length > 0))
    return refuse("only cold-start can be told which functions to measure");
  for (const { name, only } of wanted) {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-bench-"));
    try {
      await benchmarks[name]?.(root, only);
    } finally {
      fs.rmSync(root, { recursive: true, force: true });
    }
  }
  return 0;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
