import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { InputItem } from "../../local/input/items";
import { loadRun } from "../../local/records/load";
import type { RunRecords } from "../../local/records/records";
import { recordsFolderName } from "../../local/records/records";
import { layOutAsThen } from "../last-run";
import type { Explanation } from "./explanation";
import { explanationOf, isKnown } from "./explanation";
import { findEvent } from "./find-event";
import { eventNamed, keptRecords } from "./kept-records";
import type { Listeners } from "./listeners";
import { listenersOf } from "./listeners";

/** Explains an event, named by its id or by that of an action on it, by what the last local run left; undefined where neither its records nor its input know it. */
export async function explainLastRun(id: string): Promise<Explanation | undefined> {
  const records = loadRun(path.resolve(recordsFolderName));
  const kept = keptRecords(records.account);
  const eventId = eventNamed(id, kept);
  const { notes = [], alarms = [] } = records.told ?? {};
  const evidence = {
    notes: notes.filter(({ eventIds }) => eventIds.includes(eventId)),
    decisions: records.decisions.filter(({ eventIds }) => eventIds.includes(eventId)),
    alarms,
    deadLetters: records.deadLetters,
    records: kept,
  };
  const item = await findEvent(eventId, records.run.paths);
  const gaps = recordGaps(records, item);
  const listeners = item === undefined ? undefined : await listenersThen(records, item, gaps);
  const explanation = explanationOf(eventId, { item, listeners }, evidence, gaps);
  return isKnown(explanation) ? explanation : undefined;
}

function recordGaps({ told, run }: RunRecords, item: InputItem | undefined): string[] {
  const read = run.paths.length === 0 ? "the bundled day" : run.paths.join(" ");
  return [
    ...(told === undefined ? ["what was told and muted: the run kept no notes of that; npm start keeps them"] : []),
    ...(told !== undefined && told.idsLeftOut > 0
      ? [
          `what was told earliest: ${told.idsLeftOut} older notes of events were too many to keep; give PATH to play them`,
        ]
      : []),
    ...(item === undefined ? [`what the event was: it is not, or not any more, in ${read}; give PATH`] : []),
  ];
}

/** The program may have changed since, or its stack file have gone: what the run has left is worth telling all the same. */
async function listenersThen(records: RunRecords, item: InputItem, gaps: string[]): Promise<Listeners | undefined> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-"));
  try {
    return listenersOf(await layOutAsThen(records, folder), item);
  } catch (error) {
    gaps.push(`who was handed it and which alarms it counted for: ${(error as Error).message}`);
    return undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
