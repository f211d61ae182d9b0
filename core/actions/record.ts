import type { ActionName, Approval, Reason, Subject, Verdict } from "./action";
import type { Report, Weighing } from "./report";
import type { Sight } from "./sight";

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
  /** Time of the first of them; undefined where it can't be told. */
  readonly seenAtMs?: number | undefined;
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
  /** What else people are told, kept so that a message can be written again. */
  readonly report: Omit<Report, "impact">;
  /** By which the subject's memory tells it from others that came to the same. */
  readonly sight?: Sight | undefined;
  /** Absent where it failed before anything was decided. */
  readonly weighing?: Weighing | undefined;
  /** Tries that failed. */
  readonly failures: number;
  /** What went wrong last, as the service says it. */
  readonly failure?: string | undefined;
  /** Whether people have been told of this state, and whether by e-mail beside Slack. */
  readonly told: boolean;
  readonly mailed?: boolean | undefined;
  /** What its ticket was told was decided, where the action has tickets. */
  readonly announced?: string | undefined;
  /** When people were first told of this record in any state. */
  readonly firstToldAtMs?: number | undefined;
  /** Whether the later look (after a change) or the expiry (of a question) is arranged, and what came of the look. */
  readonly followUp?: "queued" | "contained" | "not-contained" | undefined;
  /** Who put the subject back as it was. */
  readonly restored?: Approval | undefined;
  /** Who left a question be; absent where it expired. */
  readonly left?: Approval | undefined;
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
  if (record.approval !== undefined) return "it is approved already";
  if (record.askedUntilMs !== undefined && nowMs > record.askedUntilMs) return "its time to be answered is over";
  return undefined;
}

/** Whether the change can be undone. */
export function isRestorable({ state }: ActionRecord): boolean {
  return state === "done" || state === "begun" || state === "failed";
}
