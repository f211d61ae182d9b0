import { newestDay } from "./learn";
import { observe } from "./observe";
import type { KeyProfile, ProfileSettings } from "./profile";
import { isFading } from "./refresh";
import type { ProfiledRequest } from "./request";
import type { RequestScore } from "./score";
import { score } from "./score";
import { stateOf } from "./states";

/** One request with what stands for it elsewhere. */
export interface ProfiledCall<Call> {
  readonly request: ProfiledRequest;
  readonly call: Call;
  /** Whether something else speaks against it already: it gets its verdict, and nothing is ever learnt from it. */
  readonly isHeldBack?: boolean;
}

/** A request that was suspicious. */
export interface UnusualCall<Call> extends ProfiledCall<Call> {
  readonly score: RequestScore;
}

/** What is known of one key between deliveries; no profile where it was never seen. */
export interface KnownKey {
  readonly profile: KeyProfile | undefined;
  /** Day on which something seen again was last written down, beside each day's first writing. */
  readonly refreshedDay?: number | undefined;
}

/** What the requests of one key in one delivery came to. */
export interface Outcome<Call> {
  readonly profile: KeyProfile;
  readonly refreshedDay: number | undefined;
  /** Whether the profile is to be written: for something new, for a new day, and once a day for something almost forgotten. */
  readonly isDue: boolean;
  /** Whether it has taken in a value that it did not know, which others have hardly learnt meanwhile. */
  readonly isWider: boolean;
  readonly unusual: readonly UnusualCall<Call>[];
  /** The first request of a key that was never seen, or not for long; then with how well it fits what was known. */
  readonly begun?: { readonly kind: "new" | "returned"; readonly call: ProfiledCall<Call>; readonly score?: number };
}

/**
 * Observes the requests of one key in the order of their times, in place. However many requests of which all is known come
 * on one day, the profile is due at most twice.
 */
export function observeCalls<Call>(
  known: KnownKey,
  calls: readonly ProfiledCall<Call>[],
  settings: ProfileSettings,
): Outcome<Call> | undefined {
  let { profile, refreshedDay } = known;
  let isDue = false;
  let isWider = false;
  let begun: Outcome<Call>["begun"];
  const unusual: UnusualCall<Call>[] = [];
  for (const one of inOrder(calls)) {
    const { request } = one;
    if (one.isHeldBack === true) {
      const verdict = profile === undefined ? undefined : verdictOn(profile, request, settings);
      if (verdict?.suspicious === true) unusual.push({ ...one, score: verdict });
      continue;
    }
    const lastDay = profile === undefined ? request.day : newestDay(profile);
    const fades = profile !== undefined && refreshedDay !== request.day && isFading(profile, request, settings);
    const { profile: next, state, score: found, learnt } = observe(profile, request, settings);
    profile = next;
    if (state === "new") begun ??= { kind: "new", call: one };
    if (state === "stale")
      begun ??= { kind: "returned", call: one, ...(found === undefined ? {} : { score: found.score }) };
    if (state === "active" && found?.suspicious === true) unusual.push({ ...one, score: found });
    if (learnt === "nothing") continue;
    if (learnt === "values") isWider = true;
    if (learnt === "values" || request.day > lastDay) isDue = true;
    else if (fades) [isDue, refreshedDay] = [true, request.day];
  }
  if (profile === undefined) return undefined;
  return { profile, refreshedDay, isDue, isWider, unusual, ...(begun === undefined ? {} : { begun }) };
}

/** The score of a request that nothing is learnt from; undefined where the profile gives no verdict. */
function verdictOn(profile: KeyProfile, request: ProfiledRequest, settings: ProfileSettings): RequestScore | undefined {
  return stateOf(profile, request.atMs, settings) === "active" ? score(profile, request, settings) : undefined;
}

function inOrder<Call>(calls: readonly ProfiledCall<Call>[]): readonly ProfiledCall<Call>[] {
  const isOrdered = calls.every(({ request }, index) => request.atMs >= (calls[index - 1]?.request.atMs ?? -Infinity));
  return isOrdered ? calls : [...calls].sort((left, right) => left.request.atMs - right.request.atMs);
}
