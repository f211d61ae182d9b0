import type {
  ActionLimits,
  ActionName,
  Approval,
  AskReason,
  Mode,
  NotifyReason,
  RefusalReason,
  SkipReason,
} from "./action";
import type { Room } from "./caps";

/** All that a decision is made from. What could not be found out is a doubt, and doubt changes nothing. */
export interface DecisionInput {
  readonly action: ActionName;
  readonly nowMs: number;
  /** When it happened, by the event's own time; undefined where that can't be told. */
  readonly seenAtMs: number | undefined;
  readonly mode: Mode;
  readonly limits: ActionLimits;
  readonly refusal?: RefusalReason | undefined;
  readonly nothingToDo?: SkipReason | undefined;
  readonly doubt?: NotifyReason | undefined;
  readonly pause: "running" | "paused" | "unreadable";
  /** Weight of the independent signals and how much of it acting needs; absent for actions that act on what they see. */
  readonly signals?: { readonly weight: number; readonly needed: number } | undefined;
  /** Why this may be asked about but never done unasked. */
  readonly askAtMost?: AskReason | undefined;
  readonly room: Room;
  readonly approval?: Approval | undefined;
}

export type Decision =
  | { readonly verdict: "act"; readonly reason: "signals" | "seen" | "approved" }
  | { readonly verdict: "ask"; readonly reason: AskReason }
  | { readonly verdict: "notify"; readonly reason: NotifyReason }
  | { readonly verdict: "skip"; readonly reason: SkipReason }
  | { readonly verdict: "refused"; readonly reason: RefusalReason };

/**
 * The one decision of all actions. Acting takes a yes from every check; the first check that says anything else settles it.
 * A person's approval stands in for the mode's question, the signals and the age, and for nothing else.
 */
export function decide(input: DecisionInput): Decision {
  for (const check of checks) {
    const decision = check(input);
    if (decision !== undefined) return decision;
  }
  if (input.approval !== undefined) return { verdict: "act", reason: "approved" };
  return { verdict: "act", reason: input.signals === undefined ? "seen" : "signals" };
}

/** What `enforce` would have come to, for the message of a stack that only tells. */
export function decideIfEnforced(input: DecisionInput): Decision {
  return decide({ ...input, mode: "enforce" });
}

type Check = (input: DecisionInput) => Decision | undefined;

const notify = (reason: NotifyReason): Decision => ({ verdict: "notify", reason });
const ask = (reason: AskReason): Decision => ({ verdict: "ask", reason });

const checks: readonly Check[] = [
  ({ refusal }) => (refusal === undefined ? undefined : { verdict: "refused", reason: refusal }),
  ({ nothingToDo }) => (nothingToDo === undefined ? undefined : { verdict: "skip", reason: nothingToDo }),
  ({ doubt }) => (doubt === undefined ? undefined : notify(doubt)),
  ({ pause }) => (pause === "running" ? undefined : notify(pause === "paused" ? "paused" : "pause-unreadable")),
  (input) => (input.approval === undefined && isStale(input) ? notify("stale") : undefined),
  ({ mode }) => (mode === "notify" ? notify("mode-notify") : undefined),
  ({ signals, approval, mode }) =>
    approval === undefined && mode === "enforce" && signals !== undefined && signals.weight < signals.needed
      ? notify("single-signal")
      : undefined,
  ({ askAtMost, approval }) => (askAtMost === undefined || approval !== undefined ? undefined : ask(askAtMost)),
  ({ mode, approval }) => (mode === "approve" && approval === undefined ? ask("mode-approve") : undefined),
  ({ room }) => (room === "room" ? undefined : notify(room)),
];

/** An event from the future is as doubtful as one without a time; clocks of services differ by some minutes at most. */
const mostAheadMs = 300_000;

function isStale({ seenAtMs, nowMs, limits }: DecisionInput): boolean {
  if (seenAtMs === undefined || !Number.isFinite(seenAtMs)) return true;
  const ageMs = nowMs - seenAtMs;
  return ageMs > limits.maxEventAgeMs || ageMs < -mostAheadMs;
}
