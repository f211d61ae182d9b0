import type { AskReason, Mode, Reason, Signal, Verdict } from "./action";

/** What people are told of a subject beside the decision. Own sentences; names of others stand in backticks and may be hostile. */
export interface Report {
  /** What was seen, from where, when all was last well: one line each. */
  readonly seen: readonly string[];
  /** Whose it is, for example "user `build`"; absent where nobody knows. */
  readonly owner?: string | undefined;
  /** What the subject did lately: calls, addresses, main actions, last good call, owner tags. */
  readonly impact: readonly string[];
  /** A CloudTrail event to link to. */
  readonly event?: { readonly id: string; readonly region: string } | undefined;
}

/** What a decision was weighed from, for people: plain data. */
export interface Weighing {
  readonly mode: Mode;
  /** Those that stood at the time; absent for actions that act on what they see. */
  readonly signals?:
    { readonly standing: readonly Signal[]; readonly weight: number; readonly needed: number } | undefined;
  /** What `enforce` would have come to. */
  readonly ifEnforced: { readonly verdict: Verdict; readonly reason: Reason };
  /** Why this may only be asked about, whatever was decided. */
  readonly askAtMost?: AskReason | undefined;
}
