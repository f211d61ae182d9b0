import type { AttributeKind, KeyProfile, ProfileSettings } from "../../core/profiles/profile";
import { score } from "../../core/profiles/score";
import type { ProfileState } from "../../core/profiles/states";
import { stateOf } from "../../core/profiles/states";
import type { GatheredRequest } from "./gathered-requests";

/** A request as `score-requests --json` writes it, a line for each. */
export interface ScoredRequest {
  readonly key: string;
  readonly user: string | null;
  readonly account: string | null;
  /** CloudTrail's; where the record has none, an id of where it stood. */
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly score: number;
  readonly matched: Readonly<Record<AttributeKind, boolean>>;
  /** Below the threshold, of a key whose profile may be judged by. */
  readonly suspicious: boolean;
  /** What speaks against it, in fixed words. */
  readonly reasons: readonly string[];
  /** Of the key at that time: only `active` ones get a verdict. */
  readonly state: ProfileState | "new";
}

const nothing = Object.freeze({ ip: false, agent: false, region: false, event: false });

/** Why the score of a key in this state is no verdict. */
const unjudged: Readonly<Record<ScoredRequest["state"], readonly string[]>> = Object.freeze({
  active: [],
  new: ["no profile of this key"],
  learning: ["still learning"],
  stale: ["key not seen for long"],
});

/** Holds a request against what is known of its key. Nothing is learnt. */
export function scoredRequest(
  { id, request }: GatheredRequest,
  profile: KeyProfile | undefined,
  settings: ProfileSettings,
): ScoredRequest {
  const { accessKeyId, userName, account, atMs } = request;
  const state = profile === undefined ? "new" : stateOf(profile, atMs, settings);
  const fit = profile === undefined ? { score: 0, matched: nothing, reasons: [] } : score(profile, request, settings);
  return {
    key: accessKeyId,
    user: userName ?? null,
    account: account ?? null,
    eventId: id,
    at: new Date(atMs).toISOString(),
    score: fit.score,
    matched: fit.matched,
    suspicious: state === "active" && fit.score < settings.threshold,
    reasons: [...unjudged[state], ...fit.reasons],
    state,
  };
}
