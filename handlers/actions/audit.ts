import type { ActionName, Reason, Subject, Verdict } from "../../core/actions/action";
import { log } from "../post-denials/audit";

/** One decision as the function's own log states it; a local run and `warden explain` read it from there. */
export interface DecidedLine {
  readonly action: ActionName;
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly eventIds: readonly string[];
  /** What `enforce` would have come to, where the decision is another. */
  readonly ifEnforced?: { readonly verdict: Verdict; readonly reason: Reason } | undefined;
  /** Id of the record, where there is one. */
  readonly record?: string | undefined;
}

/** States what was decided on which events, one line per decision. This is the audit trail. */
export function logDecided({ action, subject, verdict, reason, ifEnforced, eventIds, record }: DecidedLine): void {
  const account = subject.account ?? null;
  log("decided", {
    ...{ action, subject: subject.id, account, verdict, reason },
    ...(ifEnforced === undefined || ifEnforced.verdict === verdict ? {} : { ifEnforced }),
    eventIds,
    record: record ?? null,
  });
}
