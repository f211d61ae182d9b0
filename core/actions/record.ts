import type { ActionName, Approval, Reason, Subject, Verdict } from "./action";

/**
 * Where an action stands. `begun` is written before the change and `done` or `failed` after it, so that what was cut short
 * between the two is found again; `asked` waits for a person.
 */
export type RecordState = "told" | "asked" | "begun" | "done" | "failed" | "left" | "expired" | "restored";

/** One action as it is kept: what it was decided from, what was there before and after. Plain data. */
export interface ActionRecord {
  /** Printed in messages and taken by `warden approve`, `leave`, `restore` and `explain`. */
  readonly id: string;
  readonly state: RecordState;
  readonly action: ActionName;
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Events that led here, the first ones of many. */
  readonly eventIds: readonly string[];
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** State of the subject before and after the change, as the responder needs it to undo the change. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly approval?: Approval | undefined;
  /** Until when a question may be answered; afterwards it is left. */
  readonly askedUntilMs?: number | undefined;
  /** Of all settings that decisions are made from. */
  readonly configurationHash: string;
  /** What the subject did lately and whose it is, for people. */
  readonly impact: readonly string[];
  /** Tries that failed. */
  readonly failures: number;
  /** Whether people have been told of this state. */
  readonly told: boolean;
  /** Where the message is, for a channel that can update it. */
  readonly message?: { readonly channel: string; readonly ts: string } | undefined;
  /** What the responder needs to take the question up again after an approval. Plain data. */
  readonly request?: unknown;
}

/** Answers that a question may have. */
export type Answer = "approve" | "leave" | "expected";

/** Why a question can't be answered any more; undefined where it can. */
export function unanswerable(record: ActionRecord, nowMs: number): string | undefined {
  if (record.state !== "asked") return `it is ${record.state} already`;
  if (record.askedUntilMs !== undefined && nowMs > record.askedUntilMs) return "its time to be answered is over";
  return undefined;
}

/** Whether the change can be undone. */
export function isRestorable({ state }: ActionRecord): boolean {
  return state === "done" || state === "begun" || state === "failed";
}
