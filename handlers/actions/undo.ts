import type { ActionStore } from "../../clients/action-store";
import type { Approval } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import { isRestorable } from "../../core/actions/record";
import type { Responder, Undone } from "./responder";

/** What undoing has come to: the subject as AWS has it now, and the record. */
export interface UndoResult {
  readonly outcome: Undone;
  readonly record: ActionRecord;
}

/** Tries where another invocation writes the same record at the same time. */
const mostConflicts = 4;

/**
 * Puts back what an action has changed and writes that down, for a command and for a function alike. Undoing twice is no
 * error. Throws in words for people where there is no such record, or nothing that could be undone; and what AWS says.
 */
export async function undo(
  recordId: string,
  responder: Pick<Responder<unknown>, "undo" | "action">,
  store: ActionStore,
  by: Approval,
): Promise<UndoResult> {
  const kept = await store.record(recordId);
  if (kept === undefined) throw new Error(`there is no record ${recordId}`);
  const { value: record } = kept;
  if (record.action !== responder.action) throw new Error(`${recordId} is a record of ${record.action}`);
  if (record.state === "restored") return { outcome: "already-so", record };
  if (!isRestorable(record)) throw new Error(`${recordId} changed nothing: it is ${record.state}`);
  const outcome = await responder.undo(record);
  if (outcome === "gone") return { outcome, record };
  return { outcome, record: await writeRestored(recordId, store, by) };
}

async function writeRestored(recordId: string, store: ActionStore, by: Approval): Promise<ActionRecord> {
  for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
    const kept = await store.record(recordId);
    if (kept === undefined) break;
    const restored: ActionRecord = { ...kept.value, state: "restored", restored: by, changedAtMs: by.atMs };
    if (await store.saveRecord(restored, kept.version)) return restored;
  }
  throw new Error(`${recordId} is put back, but its record could not be written: try again`);
}
