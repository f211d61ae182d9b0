import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";
import { eventMs } from "./events";
import { median, table } from "./figures";
import type { FirstEventCase } from "./first-events";
import { firstEvents } from "./first-events";
import type { FirstEvent } from "./fresh-process";
import { firstEvent } from "./fresh-process";
import { layOutWith } from "./layouts";
import type { NaiveImports } from "./naive";
import { naively } from "./naive";
import type { StandIns } from "./stand-ins";
import { startStandIns } from "./stand-ins";

const runs = 11;

/** One way to package a function, in one of its situations. */
interface Candidate {
  readonly title: string;
  readonly deployed: DeployedFunction;
  readonly standIns: StandIns;
  readonly event: FirstEventCase["event"];
}

interface Comparison {
  readonly title: string;
  readonly ours: Candidate;
  /** Imports what the function itself names. */
  readonly naive: Candidate;
  /** Imports every package that the program is given; for country data only. */
  readonly all?: Candidate;
}

/** Prints what a container's first event takes, our packaging against the naive one of the same handler. */
export async function benchColdStart(root: string): Promise<void> {
  const country = await startStandIns(await layOutWith("geoip-country", root));
  const lite = await startStandIns(await layOutWith("geoip-lite", root));
  try {
    const comparisons = lite.functions.flatMap((_, position) => comparisonsOf(position, country, lite, root));
    const candidates = comparisons.flatMap(({ ours, naive, all }) => [
      ours,
      naive,
      ...(all === undefined ? [] : [all]),
    ]);
    const measured = await measure(candidates);
    const events = (candidate: Candidate | undefined) => (candidate && measured.get(candidate)) ?? [];
    const rows = comparisons.map(({ title, ours, naive, all }) => row(title, events(ours), events(naive), events(all)));
    process.stdout.write(
      `Cold start: from the start of a Node ${process.versions.node} process to the end of its first event.\n` +
        `Median of ${runs} interleaved runs. Naive is the same handler with every package whole, city data among it, and\n` +
        "imported at the top: those that the function itself names; all given are every package that the program is given.\n\n" +
        table([heads, ...rows]) +
        "\n",
    );
  } finally {
    await country.stop();
    await lite.stop();
  }
}

type Way = readonly [DeployedFunction, StandIns];
type Ways = readonly [ours: Way, naive: Way, all?: Way];

function comparisonsOf(position: number, country: StandIns, lite: StandIns, root: string): Comparison[] {
  const [ours, withLite] = [country.functions[position], lite.functions[position]];
  if (ours === undefined || withLite === undefined) return [];
  const { name } = ours;
  const whole = (imports: NaiveImports, kind: string) =>
    naively(withLite, path.join(root, kind, name), imports, { withCountryData: true });
  const [own, all] = [whole("own", "naive"), whole("all", "all-given")];
  const plain = naively(ours, path.join(root, "naive-without-country", name), "own", { withCountryData: false });
  return (firstEvents[name] ?? []).flatMap(({ title, event, looksUpCountry }) => {
    const compare = (data: string, ...ways: Ways): Comparison => {
      const [tight, naive, given] = ways
        .flatMap((way) => (way === undefined ? [] : [way]))
        .map(([deployed, standIns]) => ({ title, deployed, standIns, event }));
      if (tight === undefined || naive === undefined) throw new Error(`nothing to compare for ${title}`);
      return { title: `${name}: ${title}${data}`, ours: tight, naive, ...(given === undefined ? {} : { all: given }) };
    };
    if (!looksUpCountry) return [compare("", [ours, country], [plain, country])];
    return [
      compare(", geoip-country", [ours, country], [own, lite], [all, lite]),
      compare(", geoip-lite", [withLite, lite], [own, lite], [all, lite]),
    ];
  });
}

async function measure(candidates: readonly Candidate[]): Promise<Map<Candidate, FirstEvent[]>> {
  const measured = new Map<Candidate, FirstEvent[]>(candidates.map((candidate) => [candidate, []]));
  let number = 0;
  // The first round only brings the files into the page cache.
  for (let run = 0; run <= runs; run += 1) {
    // Each comes as often after its rival as before it: whoever comes second finds the files they share warm.
    const round = run % 2 === 0 ? [...measured] : [...measured].reverse();
    for (const [candidate, events] of round) {
      const { deployed, standIns, event } = candidate;
      number += 1;
      // Two days apart, so that no window of an earlier run is still open.
      const nowMs = eventMs + number * 2 * 86_400_000;
      standIns.setClock(nowMs);
      const first = await firstEvent(deployed, event(number, nowMs), nowMs);
      if (run > 0) events.push(first);
    }
  }
  return measured;
}

const heads = ["first event", "ms", "naive", "ratio", "all given", "ratio", "peak MB", "naive", "ratio"];

function row(
  title: string,
  ours: readonly FirstEvent[],
  naive: readonly FirstEvent[],
  all: readonly FirstEvent[],
): string[] {
  const wall = ({ wallMs }: FirstEvent) => wallMs;
  const peak = ({ peakBytes }: FirstEvent) => peakBytes / 1_000_000;
  const middle = (events: readonly FirstEvent[], valueOf: (event: FirstEvent) => number) => median(events.map(valueOf));
  const against = (others: readonly FirstEvent[], valueOf: (event: FirstEvent) => number) => {
    if (others.length === 0) return ["-", "-"];
    const other = middle(others, valueOf);
    return [other.toFixed(0), (middle(ours, valueOf) / other).toFixed(2)];
  };
  return [
    title,
    ...[middle(ours, wall).toFixed(0), ...against(naive, wall), ...against(all, wall)],
    ...[middle(ours, peak).toFixed(0), ...against(naive, peak)],
  ];
}
