import { bundledDay } from "../local/bundled-day/bundled-day";
import type { PlayedEffect, SummaryEffect } from "../local/effects";
import type { InputItem, Problem } from "../local/input/items";
import { isBucketUrl } from "../local/input/bucket-url";
import { storedBytesIn } from "../local/input/find-files";
import type { InputCounts } from "../local/input/read-inputs";
import { readInputs } from "../local/input/read-inputs";
import { startPlay } from "../local/play/play";
import type { PassedOver } from "../local/input/passed-over";
import type { OnlookerModule } from "../local/play/sieve/onlooker";
import type { SieveThreads } from "../local/play/sieve/threads";
import { startSieveThreads } from "../local/play/sieve/threads";
import type { Layout } from "../local/program/layout";
import { DenialTally } from "./denial-tally";
import { drawEffect } from "./effect-printer";
import { MostSevere } from "./most-severe";
import { output } from "./output";
import type { ProgressBar } from "./progress-bar";
import { progressBar } from "./progress-bar";
import type { ReplayOptions } from "./replay-options";
import { RunKeeper } from "./run-keeper";
import { drawSummary } from "./summary-printer";
import { WouldBeChanges } from "./would-be-changes";

/** Looks on at a run: told of all that is read and of all that comes of it, in that order. */
export interface RunWatcher {
  /** Whether the run is its alone: then nothing is printed but what goes wrong, and the records of the last run stay. */
  readonly isAlone: boolean;
  /** What is played, but for records that threads of their own have passed over. */
  take(item: InputItem): void;
  /** What looks at those, and what it noted of them, in the order of the files. */
  readonly onlooker: OnlookerModule;
  noted(notes: readonly unknown[]): void;
  see(effect: PlayedEffect): void;
  couldNotRead(problem: Problem): void;
  warned(text: string): void;
  ended(summary: SummaryEffect): void;
}

/** Plays what the options name through the laid-out functions and prints it, unless a watcher has it alone. Returns the exit status. */
export async function runReplay(
  options: ReplayOptions,
  layout: Layout,
  folder: string,
  watcher?: RunWatcher,
): Promise<number> {
  const out = output(process.stdout);
  const isPrinted = watcher?.isAlone !== true;
  const effects: Record<string, number> = {};
  const printing = {
    width: Math.min(process.stdout.columns ?? 100, 120),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
  const tally = new DenialTally();
  const mostSevere = new MostSevere();
  const wouldBe = new WouldBeChanges();
  const keeper = new RunKeeper();
  const emit = (effect: PlayedEffect) => {
    effects[effect.effect] = (effects[effect.effect] ?? 0) + 1;
    mostSevere.see(effect);
    wouldBe.see(effect);
    keeper.see(effect);
    watcher?.see(effect);
    if (isPrinted) out.write(options.json ? `${JSON.stringify(effect)}\n` : drawEffect(effect, printing));
  };
  const play = await startPlay({ layout, folder, emit, noted: keeper.hear, allAccounts: options.allAccounts });
  const sieve = await sieveFor(options, layout, watcher?.onlooker);
  try {
    const startupMs = Math.round(performance.now());
    const bar = progressBar(process.stderr);
    const warn = (text: string) => {
      bar.line(text);
      watcher?.warned(text);
    };
    const take = (item: InputItem) => {
      const isDelivered = play.take(item);
      if (isDelivered) watcher?.take(item);
      if (item.kind === "eventbridge") return;
      if (isDelivered) tally.count(item);
      else warn(`${item.origin}: not delivered by CloudTrail: ${String(item.record.eventID)} is over 256 KB`);
    };
    const couldNotRead = (problem: Problem) => {
      bar.line(`${problem.origin}: ${problem.why}`);
      watcher?.couldNotRead(problem);
    };
    const counts = await readAll(options, bar, sieve, {
      ...{ take, passOver: play.passOver, couldNotRead, warn },
      noted: (notes) => watcher?.noted(notes),
    });
    await sieve?.stop();
    const { muted, ticks } = await play.finish();
    const summary: SummaryEffect = {
      effect: "summary",
      records: counts.records,
      events: counts.events,
      denied: tally.deniedCount,
      denials: tally.denialCount,
      muted,
      unreadable: counts.unreadable,
      startupMs,
      durationMs: Math.round(performance.now()) - startupMs,
      ticks,
      effects,
    };
    watcher?.ended(summary);
    if (isPrinted) {
      out.write(
        options.json
          ? `${JSON.stringify(summary)}\n`
          : drawSummary(summary, { tally, mostSevere: mostSevere.message, wouldBe: wouldBe.all }, printing),
      );
      await out.end();
      const notKept = await keeper.keep(play, options, layout);
      if (notKept !== undefined) process.stderr.write(`${notKept}\n`);
    }
    return counts.unreadable > 0 ? 1 : 0;
  } finally {
    await sieve?.stop();
    await play.stop();
  }
}

/** From so many stored bytes on, threads of their own read the files: below, starting them takes longer than they save. */
const siftedBytes = 2 * 1024 * 1024;

async function sieveFor(
  { paths, sinceMs, untilMs }: ReplayOptions,
  layout: Layout,
  onlooker: OnlookerModule | undefined,
): Promise<SieveThreads | undefined> {
  const isLarge = storedBytesIn(paths.filter((path) => !isBucketUrl(path))) >= siftedBytes;
  return isLarge ? startSieveThreads(layout, { sinceMs, untilMs }, onlooker) : undefined;
}

/** What is done with all that is read. */
interface Reader {
  take(item: InputItem): void;
  passOver(path: string, passed: PassedOver): void;
  noted(notes: readonly unknown[]): void;
  couldNotRead(problem: Problem): void;
  warn(text: string): void;
}

async function readAll(
  { paths, sinceMs, untilMs }: ReplayOptions,
  bar: ProgressBar,
  sieve: SieveThreads | undefined,
  { take, passOver, noted, couldNotRead, warn }: Reader,
): Promise<InputCounts> {
  const within = (item: InputItem) => item.atMs >= sinceMs && item.atMs < untilMs;
  const left = { records: 0, events: 0 };
  const item = (one: InputItem) => {
    if (within(one)) take(one);
    else left[one.kind === "cloudtrail" ? "records" : "events"] += 1;
  };
  if (paths.length === 0) {
    let records = 0;
    for (const one of bundledDay()) {
      records += 1;
      item(one);
    }
    return { records: records - left.records, events: 0, unreadable: 0, ignoredFiles: 0, files: 0 };
  }
  const counts = await readInputs(
    paths,
    {
      item,
      passedOver(path, passed) {
        left.records += passed.outside;
        passOver(path, passed);
      },
      noted,
      unreadable: couldNotRead,
      warning: warn,
      progress: (bytesRead, bytesTotal) => bar.show(bytesRead, bytesTotal),
    },
    { stdin: process.stdin, ...(sieve === undefined ? {} : { sieve }) },
  );
  bar.end();
  if (counts.ignoredFiles > 0) process.stderr.write(`${counts.ignoredFiles} other files ignored\n`);
  return { ...counts, records: counts.records - left.records, events: counts.events - left.events };
}
