import type { Reason, Verdict } from "./action";

/** The checks of `decide` in their order, as sentences that have to be true for an action to be carried out. */
export const decisionChecks: readonly string[] = Object.freeze([
  "the subject may be touched",
  "there is something to do",
  "no look-up has failed, the record can be read",
  "nothing that covers it is paused, and that could be read",
  "the event is no older than `actions.maxEventAge`, and no more than five minutes ahead",
  "the mode is not `notify`",
  "in `enforce`: enough independent signals, where the action is decided by signals",
  "nothing asks for a person",
  "the mode is not `approve`",
  "there is room under the caps, and that could be read",
]);

/** What a decision came to, as effects and the audit trail say it. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason: Reason | string;
}

/** Told for these reasons, people hear of another check than that of doubts. */
const checkOfNotice: Readonly<Record<string, number>> = Object.freeze({
  paused: 4,
  "pause-unreadable": 4,
  stale: 5,
  "mode-notify": 6,
  "single-signal": 7,
  "cap-of-account": 10,
  "cap-of-all": 10,
  "cap-unreadable": 10,
});

/** The number of the check that settled a decision, counted from 1; undefined where all of them said yes. */
export function settlingCheck({ verdict, reason }: Outcome): number | undefined {
  switch (verdict) {
    case "refused":
      return 1;
    case "skip":
      return 2;
    case "notify":
      return Object.hasOwn(checkOfNotice, reason) ? checkOfNotice[reason] : 3;
    case "ask":
      return reason === "mode-approve" ? 9 : 8;
    case "done":
    case "failed":
      return undefined;
  }
}
