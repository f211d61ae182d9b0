import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";
import { controlMessage, denials, eventMs, tick } from "./events";
import { median, table } from "./figures";
import type { FirstEvent } from "./fresh-process";
import { firstEvent } from "./fresh-process";
import { layOutWith } from "./layouts";
import { naively } from "./naive";
import type { StandIns } from "./stand-ins";
import { startStandIns } from "./stand-ins";

const runs = 11;

/** One way to package a function, in one of its situations. */
interface Candidate {
  readonly title: string;
  readonly deployed: DeployedFunction;
  readonly standIns: StandIns;
  readonly event: (run: number) => unknown;
}

interface Comparison {
  readonly title: string;
  readonly ours: Candidate;
  readonly naive: Candidate;
}

/** Prints what a container's first event takes, our packaging against the naive one of the same handler. */
export async function benchColdStart(root: string): Promise<void> {
  const country = await startStandIns(await layOutWith("geoip-country", root));
  const lite = await startStandIns(await layOutWith("geoip-lite", root));
  try {
    const comparisons = lite.functions.flatMap((_, position) => comparisonsOf(position, country, lite, root));
    const measured = await measure(comparisons.flatMap(({ ours, naive }) => [ours, naive]));
    const rows = comparisons.map(({ title, ours, naive }) => row(title, measured.get(ours), measured.get(naive)));
    process.stdout.write(
      `Cold start: from the start of a Node ${process.versions.node} process to the end of its first event.\n` +
        `Median of ${runs} interleaved runs; the reference is the same handler with every package whole and imported at the top.\n\n` +
        `${table([["first event", "ms", "naive ms", "ratio", "peak MB", "naive MB", "ratio"], ...rows])}\n`,
    );
  } finally {
    await country.stop();
    await lite.stop();
  }
}

function comparisonsOf(position: number, country: StandIns, lite: StandIns, root: string): Comparison[] {
  const [ours, withLite] = [country.functions[position], lite.functions[position]];
  if (ours === undefined || withLite === undefined) return [];
  const { name } = ours;
  const whole = naively(withLite, path.join(root, "naive", name), { withCountryData: true });
  const plain = naively(ours, path.join(root, "naive-without-country", name), { withCountryData: false });
  const compare = (
    title: string,
    event: Candidate["event"],
    [tight, tightIn]: [DeployedFunction, StandIns],
    [naive, naiveIn]: [DeployedFunction, StandIns],
  ): Comparison => ({
    title: `${name}: ${title}`,
    ours: { title, deployed: tight, standIns: tightIn, event },
    naive: { title, deployed: naive, standIns: naiveIn, event },
  });
  return [
    compare("a denial, geoip-country / geoip-lite with cities", oneDenial, [ours, country], [whole, lite]),
    compare("a denial, geoip-lite / geoip-lite with cities", oneDenial, [withLite, lite], [whole, lite]),
    compare("a tick / no country data", () => tick, [ours, country], [plain, country]),
    compare("a control message / no country data", () => controlMessage, [ours, country], [plain, country]),
  ];
}

/** Every run brings news: ids and roles that the local account has not seen. */
function oneDenial(run: number): unknown {
  return denials(1, run);
}

async function measure(candidates: readonly Candidate[]): Promise<Map<Candidate, FirstEvent[]>> {
  const measured = new Map<Candidate, FirstEvent[]>(candidates.map((candidate) => [candidate, []]));
  let number = 0;
  // The first round only brings the files into the page cache.
  for (let run = 0; run <= runs; run += 1) {
    for (const [candidate, events] of measured) {
      const { deployed, standIns, event } = candidate;
      number += 1;
      // Two days apart, so that no window of an earlier run is still open.
      const nowMs = eventMs + number * 2 * 86_400_000;
      standIns.setClock(nowMs);
      const first = await firstEvent(deployed, event(number), nowMs);
      if (run > 0) events.push(first);
    }
  }
  return measured;
}

function row(title: string, ours: readonly FirstEvent[] = [], naive: readonly FirstEvent[] = []): string[] {
  const cells = (valueOf: (event: FirstEvent) => number) => {
    const [one, other] = [median(ours.map(valueOf)), median(naive.map(valueOf))];
    return [one.toFixed(0), other.toFixed(0), (one / other).toFixed(2)];
  };
  return [title, ...cells(({ wallMs }) => wallMs), ...cells(({ peakBytes }) => peakBytes / 1_000_000)];
}
