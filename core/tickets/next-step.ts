import type { Note, TicketIssue, TicketRecord } from "./ticket-record";

/** Equal outcomes are told of once in this time, with their number. The longest that SQS holds a message back. */
export const gatherMs = 900_000;

/** What is to be done next for an incident's issue. */
export type Step =
  /** Find the issue, or make it of the first note. */
  | { readonly kind: "open"; readonly note: Note }
  /** Say that it was seen again, or what was made of it; reopens an issue that is closed. */
  | { readonly kind: "tell"; readonly note: Note; readonly issue: TicketIssue }
  /** Say that what was done holds. `closes`: nothing was seen since. */
  | { readonly kind: "resolve"; readonly note: Note; readonly issue: TicketIssue; readonly closes: boolean }
  /** What was found resolved has no issue: there is nothing to say, and nobody to say it to. */
  | { readonly kind: "drop"; readonly note: Note }
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "done" };

/** The next step: notes go in their order, and the first one waits only where all others would wait, too. */
export function nextStep(record: TicketRecord, nowMs: number): Step {
  const [note] = record.notes;
  if (note === undefined) return { kind: "done" };
  const { issue, askedForMs } = record;
  if (issue === undefined) {
    return note.phase === "resolved" && askedForMs === undefined ? { kind: "drop", note } : { kind: "open", note };
  }
  const dueMs = Math.min(...record.notes.map((one) => dueAt(one, record)));
  if (dueMs > nowMs) return { kind: "wait", untilMs: dueMs };
  if (note.phase === "seen") return { kind: "tell", note, issue };
  return { kind: "resolve", note, issue, closes: note.lastAtMs >= (record.toldUntilMs ?? -Infinity) };
}

function dueAt({ phase, outcome }: Note, { toldOutcomes }: TicketRecord): number {
  const toldMs = Object.hasOwn(toldOutcomes, outcome) ? toldOutcomes[outcome] : undefined;
  return phase === "resolved" || toldMs === undefined ? -Infinity : toldMs + gatherMs;
}

/** The record after the issue was told of the note, as far as it went; what has joined the note since stays. */
export function afterTelling(record: TicketRecord, told: Note, nowMs: number): TicketRecord {
  const notes = record.notes.flatMap((note): Note[] => {
    if (note.number !== told.number) return [note];
    const hasGrown = note.count > told.count || note.lastAtMs > told.lastAtMs;
    return hasGrown ? [{ ...note, count: note.count - told.count, firstAtMs: told.lastAtMs }] : [];
  });
  const isSeen = told.phase === "seen";
  return {
    ...record,
    notes,
    toldCount: record.toldCount + told.count,
    toldOutcomes: { ...recent(record.toldOutcomes, nowMs), ...(isSeen ? { [told.outcome]: nowMs } : {}) },
    ...(isSeen ? { toldUntilMs: Math.max(record.toldUntilMs ?? told.lastAtMs, told.lastAtMs) } : {}),
  };
}

/** What was told longer ago holds nothing back any more. */
function recent(toldOutcomes: Readonly<Record<string, number>>, nowMs: number): Record<string, number> {
  return Object.fromEntries(Object.entries(toldOutcomes).filter(([, toldMs]) => toldMs + gatherMs > nowMs));
}
