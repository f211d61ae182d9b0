import type { AttributeKind, KeyProfile, ProfileSettings } from "../../../core/profiles/profile";
import { observe } from "../../../core/profiles/observe";
import type { ProfiledRequest } from "../../../core/profiles/request";
import type { RequestScore } from "../../../core/profiles/score";
import { score } from "../../../core/profiles/score";
import type { GatheredRequest } from "../../keys/gathered-requests";
import type { Counted } from "../../../local/profiles/counted";
import { countOnce } from "../../../local/profiles/counted";
import type { Span } from "./counts";
import { Counts, emptySpan, widen } from "./counts";

/** The request of a key that fitted least what was known of it. */
export interface LowestScore {
  readonly score: number;
  readonly atMs: number;
  readonly values: Readonly<Record<AttributeKind, string>>;
  readonly matched: Readonly<Record<AttributeKind, boolean>>;
}

/** One long-term key, and how usual its requests were. */
export interface KeyScores extends Span {
  readonly key: string;
  user: string | undefined;
  account: string | undefined;
  requests: number;
  readonly addresses: Counts;
  /** Requests below the threshold, of a key whose profile may be judged by. */
  suspicious: number;
  /** Whether any request was judged; until then a key is only learnt from. */
  isJudged: boolean;
  /** Where nothing was judged: held against the first half of the key's own requests, which is no verdict. */
  lowest: LowestScore | undefined;
}

const mostKeys = 5_000;
const mostAddresses = 50;

interface Learning {
  readonly scores: KeyScores;
  readonly counted: Counted;
  profile: KeyProfile | undefined;
}

/**
 * Scores the requests of each key in the order of their times as the deployed function would from the first one on, learning from
 * what is not suspicious. `requestsOf`: how many requests of each key there are. Also gives how many keys there was no room for.
 */
export function scoreKeys(
  requests: Iterable<GatheredRequest>,
  requestsOf: ReadonlyMap<string, number>,
  settings: ProfileSettings,
): { readonly keys: readonly KeyScores[]; readonly left: number } {
  const byKey = new Map<string, Learning>();
  const left = new Set<string>();
  for (const { id, request } of requests) {
    const learning = byKey.get(request.accessKeyId) ?? newLearning(request);
    if (!byKey.has(request.accessKeyId) && byKey.size >= mostKeys) {
      left.add(request.accessKeyId);
      continue;
    }
    byKey.set(request.accessKeyId, learning);
    if (countOnce(learning.counted, request.values.region, id, request.atMs) !== "first") continue;
    see(learning, request, requestsOf.get(request.accessKeyId) ?? 0, settings);
  }
  const keys = [...byKey.values()].map(({ scores }) => scores).sort(inOrder);
  return { keys, left: left.size };
}

function see(learning: Learning, request: ProfiledRequest, all: number, settings: ProfileSettings): void {
  const { scores, profile } = learning;
  const isSecondHalf = scores.requests >= all / 2;
  // Before the request is learnt from.
  const fit = profile === undefined || !isSecondHalf ? undefined : score(profile, request, settings);
  const seen = observe(profile, request, settings);
  learning.profile = seen.profile;
  scores.requests += 1;
  scores.addresses.add(request.values.ip);
  widen(scores, request.atMs);
  if (seen.state === "active" && seen.score !== undefined) {
    if (!scores.isJudged) [scores.isJudged, scores.lowest] = [true, undefined];
    if (seen.score.suspicious) scores.suspicious += 1;
    keepLowest(scores, request, seen.score);
  } else if (!scores.isJudged && fit !== undefined) keepLowest(scores, request, fit);
}

function keepLowest(scores: KeyScores, { atMs, values }: ProfiledRequest, fit: RequestScore): void {
  if (scores.lowest !== undefined && scores.lowest.score <= fit.score) return;
  scores.lowest = { score: fit.score, atMs, values, matched: fit.matched };
}

function newLearning({ accessKeyId, userName, account }: ProfiledRequest): Learning {
  const none = { requests: 0, suspicious: 0, isJudged: false, lowest: undefined };
  const addresses = new Counts(mostAddresses);
  const scores = { key: accessKeyId, user: userName, account, ...none, addresses, ...emptySpan() };
  return { scores, counted: new Map(), profile: undefined };
}

function inOrder(one: KeyScores, other: KeyScores): number {
  const [left, right] = [one.lowest?.score ?? 101, other.lowest?.score ?? 101];
  return (
    other.suspicious - one.suspicious || left - right || other.requests - one.requests || (one.key < other.key ? -1 : 1)
  );
}
