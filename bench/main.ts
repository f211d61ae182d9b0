import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { benchColdStart } from "./cold-start";
import { benchKeys } from "./keys";
import { benchReplay } from "./replay";
import { benchThroughput } from "./throughput";
import { benchWarmBatch } from "./warm-batch";

/** Each prints its own table; `root` is a folder for its files that goes at the end. */
const benchmarks: Readonly<Record<string, (root: string) => Promise<void>>> = {
  "cold-start": benchColdStart,
  throughput: benchThroughput,
  "warm-batch": benchWarmBatch,
  replay: benchReplay,
  keys: benchKeys,
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) {
    process.stderr.write(
      `bench: unknown benchmark ${JSON.stringify(unknown)}; there are ${Object.keys(benchmarks).join(", ")}\n`,
    );
    return 2;
  }
  const wanted = names.length === 0 ? Object.keys(benchmarks) : names;
  for (const name of wanted) {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-bench-"));
    try {
      await benchmarks[name]?.(root);
    } finally {
      fs.rmSync(root, { recursive: true, force: true });
    }
  }
  return 0;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
