import { securityHubUnauthorizedPattern } from "../core/cis-alarms";
import { classifyRecord } from "../core/cloudtrail/error-code";
import { compileFilterPattern } from "../core/filter-pattern/compile";
import { bundledDay } from "../local/bundled-day/bundled-day";
import type { Effect, SummaryEffect } from "../local/effects";
import type { CloudTrailItem, InputItem, Problem } from "../local/input/items";
import type { InputCounts } from "../local/input/read-inputs";
import { readInputs } from "../local/input/read-inputs";
import { startPlay } from "../local/play/play";
import type { Layout } from "../local/program/layout";
import { drawEffect } from "./effect-printer";
import { output } from "./output";
import { progressBar } from "./progress-bar";
import type { ReplayOptions } from "./replay-options";

/** Plays what the options name through the laid-out functions and prints it. Returns the exit status. */
export async function runReplay(options: ReplayOptions, layout: Layout, folder: string): Promise<number> {
  const out = output(process.stdout);
  const effects: Record<string, number> = {};
  const printing = { width: Math.min(process.stdout.columns ?? 100, 120), colour: process.stdout.isTTY === true };
  const print = (effect: Effect) =>
    out.write(options.json ? `${JSON.stringify(effect)}\n` : drawEffect(effect, printing));
  const emit = (effect: Effect) => {
    effects[effect.effect] = (effects[effect.effect] ?? 0) + 1;
    print(effect);
  };
  const play = await startPlay({ layout, folder, emit });
  try {
    const startupMs = Math.round(performance.now());
    const counted = counter();
    const counts = await readAll(options, (item) => {
      if (item.kind === "eventbridge") return;
      counted.count(item);
      if (!play.take(item)) {
        const { eventID } = item.record;
        process.stderr.write(`${item.origin}: not delivered by CloudTrail: ${String(eventID)} is over 256 KB\n`);
      }
    });
    const { muted, ticks } = await play.finish();
    const summary: SummaryEffect = {
      effect: "summary",
      records: counts.records,
      events: counts.events,
      denied: counted.denied.size,
      denials: counted.denials.size,
      muted,
      unreadable: counts.unreadable,
      startupMs,
      durationMs: Math.round(performance.now()) - startupMs,
      ticks,
      effects,
    };
    print(summary);
    await out.end();
    return counts.unreadable > 0 ? 1 : 0;
  } finally {
    await play.stop();
  }
}

/** Counts distinct denied records: by the compliance pattern, and by the classification of `post-denials`. */
function counter() {
  const isDenied = compileFilterPattern(securityHubUnauthorizedPattern);
  const denied = new Set<string>();
  const denials = new Set<string>();
  return {
    denied,
    denials,
    count({ record, origin }: CloudTrailItem): void {
      const id = typeof record.eventID === "string" ? record.eventID : origin;
      if (isDenied(record)) denied.add(id);
      if (classifyRecord(record) !== "none") denials.add(id);
    },
  };
}

async function readAll(
  { paths, sinceMs, untilMs }: ReplayOptions,
  take: (item: InputItem) => void,
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
  const bar = progressBar(process.stderr);
  const counts = await readInputs(
    paths,
    {
      item,
      unreadable: ({ origin, why }: Problem) => bar.line(`${origin}: ${why}`),
      warning: (text) => bar.line(text),
      progress: (bytesRead, bytesTotal) => bar.show(bytesRead, bytesTotal),
    },
    { stdin: process.stdin },
  );
  bar.end();
  if (counts.ignoredFiles > 0) process.stderr.write(`${counts.ignoredFiles} other files ignored\n`);
  return { ...counts, records: counts.records - left.records, events: counts.events - left.events };
}
