import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { DecisionEffect, PlayedEffect } from "../../local/effects";
import type { InputItem } from "../../local/input/items";
import { readInputs } from "../../local/input/read-inputs";
import { startPlay } from "../../local/play/play";
import type { Layout } from "../../local/program/layout";
import { layOutOrReuse } from "../../local/program/layout-cache";
import { deadLettersIn } from "../../local/records/dead-letters";
import { NoteLog } from "../../local/records/notes";
import { layoutRequest } from "../layout-request";
import type { ReplayOptions } from "../replay-options";
import type { Explanation } from "./explanation";
import { explanationOf, isKnown } from "./explanation";
import { isEvent } from "./find-event";
import { keptRecords } from "./kept-records";
import { listenersOf } from "./listeners";

/** Explains an event by playing history; undefined where it is not in it. The last run's records stay as they are. */
export async function explainByReplay(eventId: string, options: ReplayOptions): Promise<Explanation | undefined> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    const layout = await layOutOrReuse(layoutRequest(options, folder));
    const explanation = await playFor(eventId, options, layout, folder);
    return isKnown(explanation) ? explanation : undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function playFor(eventId: string, options: ReplayOptions, layout: Layout, folder: string): Promise<Explanation> {
  const notes = new NoteLog();
  const decisions: DecisionEffect[] = [];
  const aboutIt = <About extends { readonly eventIds: readonly string[] }>(about: About): About | undefined =>
    about.eventIds.includes(eventId) ? { ...about, eventIds: [eventId] } : undefined;
  const emit = (effect: PlayedEffect) => {
    const kept = "eventIds" in effect ? aboutIt(effect) : effect;
    if (kept === undefined) return;
    notes.see(kept);
    if (kept.effect === "decision") decisions.push(kept);
  };
  const noted: NonNullable<Parameters<typeof startPlay>[0]["noted"]> = (note) => {
    const kept = aboutIt(note);
    if (kept !== undefined) notes.hear(kept);
  };
  const play = await startPlay({ layout, folder, emit, noted, allAccounts: options.allAccounts });
  try {
    const { item, unreadable } = await readAll(eventId, options, (one) => void play.take(one));
    await play.finish();
    const records = keptRecords(await play.save());
    const evidence = { ...notes.kept, decisions, deadLetters: deadLettersIn(play, layout), records };
    const listeners = item === undefined ? undefined : listenersOf(layout, item);
    const gaps =
      unreadable === 0 ? [] : [`${unreadable} files, lines or records could not be read; warden replay names them`];
    return explanationOf(eventId, { item, listeners }, evidence, gaps);
  } finally {
    await play.stop();
  }
}

async function readAll(
  eventId: string,
  { paths, sinceMs, untilMs }: ReplayOptions,
  take: (item: InputItem) => void,
): Promise<{ readonly item: InputItem | undefined; readonly unreadable: number }> {
  let found: InputItem | undefined;
  const item = (one: InputItem) => {
    if (one.atMs < sinceMs || one.atMs >= untilMs) return;
    if (found === undefined && isEvent(one, eventId)) found = one;
    take(one);
  };
  const { unreadable } = await readInputs(paths, { item, unreadable: () => {} }, { stdin: process.stdin });
  return { item: found, unreadable };
}
