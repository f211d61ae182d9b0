import * as path from "node:path";

import type { DeployedFunction } from "../local/functions/function-worker";
import { eventMs } from "./events";
import { median, table } from "./figures";
import type { FirstEventCase } from "./first-events";
import { firstEvents } from "./first-events";
import type { FirstEvent } from "./fresh-process";
import { firstEvent } from "./fresh-process";
import type { BenchStack } from "./layouts";
import { benchStacks, layOutWith } from "./layouts";
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

/**
 * Prints what a container's first event takes, our packaging against the naive one of the same handler. `only`: names of
 * functions; none for all. Throws where one of them is declared by no stack.
 */
export async function benchColdStart(root: string, only: readonly string[] = []): Promise<void> {
  const rows: string[][] = [];
  const done = new Set<string>();
  for (const stack of Object.keys(benchStacks) as BenchStack[]) {
    if (only.length > 0 && only.every((name) => done.has(name))) break;
    rows.push(...(await rowsOf(stack, root, { only, done })));
  }
  const unknown = only.find((name) => !done.has(name));
  if (unknown !== undefined) throw new Error(`no stack declares a function ${JSON.stringify(unknown)}`);
  process.stdout.write(
    `Cold start: from the start of a Node ${process.versions.node} process to the end of its first event.\n` +
      `Median of ${runs} interleaved runs. Naive is the same handler with every package whole, city data among it, and\n` +
      "imported at the top: those that the function itself names; all given are every package that the program is given.\n\n" +
      table([heads, ...rows]) +
      "\n",
  );
}

/** Measures the functions that no stack before this one declares, and adds them to those that are done. */
async function rowsOf(
  stack: BenchStack,
  root: string,
  { only, done }: { readonly only: readonly string[]; readonly done: Set<string> },
): Promise<string[][]> {
  const [country, lite] = [await layOutWith("geoip-country", root, stack), await layOutWith("geoip-lite", root, stack)];
  const declared = country.functions.map(({ name }) => name);
  const wanted = newFunctions(declared, done).filter((name) => only.length === 0 || only.includes(name));
  for (const name of declared) done.add(name);
  if (wanted.length === 0) return [];
  const [withCountry, withLite] = [await startStandIns(country), await startStandIns(lite)];
  try {
    const comparisons = wanted.flatMap((name) =>
      comparisonsOf(name, withCountry, withLite, path.join(root, stack.replaceAll(" ", "-"))),
    );
    const measured = await measure(comparisons.flatMap(({ ours, naive, all = naive }) => [naive, ours, all]));
    const events = (candidate: Candidate | undefined) => (candidate && measured.get(candidate)) ?? [];
    return comparisons.map(({ title, ours, naive, all }) => row(title, events(ours), events(naive), events(all)));
  } finally {
    await withCountry.stop();
    await withLite.stop();
  }
}

/** Of the functions that a stack declares, those that are measured with it: each is with the first stack that has it. */
export function newFunctions(declared: readonly string[], before: ReadonlySet<string>): string[] {
  return declared.filter((name) => !before.has(name));
}

function comparisonsOf(name: string, country: StandIns, lite: StandIns, root: string): Comparison[] {
  const [ours, withLite] = [country, lite].map(({ functions }) => functions.find((one) => one.name === name));
  if (ours === undefined || withLite === undefined) throw new Error(`${name} is not declared with both sources`);
  const whole = (imports: NaiveImports, kind: string) =>
    naively(withLite, path.join(root, kind, name), imports, { withCountryData: true });
  const [own, all] = [whole("own", "naive"), whole("all", "all-given")];
  const plain = naively(ours, path.join(root, "naive-without-country", name), "own", { withCountryData: false });
  return (firstEvents[name] ?? []).flatMap((first): Comparison[] => {
    const title = `${name}: ${first.title}`;
    const as = (deployed: DeployedFunction, standIns: StandIns): Candidate => ({
      title,
      deployed,
      standIns,
      event: first.event,
    });
    if (!first.looksUpCountry) return [{ title, ours: as(ours, country), naive: as(plain, country) }];
    // One reference for both sources of country data: it is the same function.
    const references = { naive: as(own, lite), all: as(all, lite) };
    return [
      { title: `${title}, geoip-country`, ours: as(ours, country), ...references },
      { title: `${title}, geoip-lite`, ours: as(withLite, lite), ...references },
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
