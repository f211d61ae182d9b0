import type { Learnt } from "./learn";
import { forget, learn, newestDay, newProfile } from "./learn";
import type { KeyProfile, ProfileSettings } from "./profile";
import type { ProfiledRequest } from "./request";
import type { RequestScore } from "./score";
import { score } from "./score";
import type { ProfileState } from "./states";
import { stateOf } from "./states";

/** What a request meant for its key. */
export interface Observation {
  /** The profile to go on with: the same object, but for a key that is new or came back. */
  readonly profile: KeyProfile;
  /** The state that the request met; `new` where there was no profile. */
  readonly state: ProfileState | "new";
  /** In state `active` the verdict. In state `stale` how well the request fits what was known long ago: for people, no verdict. */
  readonly score?: RequestScore;
  readonly learnt: Learnt;
}

/**
 * Looks at one request and learns from it, in place: never from one that is suspicious. A key that comes back after
 * `forgetAfter` is learnt anew, as one that was never seen. Requests of one key come in the order of their times, as far as
 * they are known.
 */
export function observe(
  profile: KeyProfile | undefined,
  request: ProfiledRequest,
  settings: ProfileSettings,
): Observation {
  if (profile === undefined) return { profile: newProfile(request), state: "new", learnt: "values" };
  const state = stateOf(profile, request.atMs, settings);
  if (state === "stale") {
    const fit = score(profile, request, { ...settings, forgetAfterMs: Infinity });
    return { profile: newProfile(request), state, score: fit, learnt: "values" };
  }
  // So that what is forgotten makes room before something new is to be taken in.
  if (request.day > newestDay(profile)) forget({ ...profile, lastSeenMs: request.atMs }, settings);
  if (state === "learning") return { profile, state, learnt: learn(profile, request) };
  const verdict = score(profile, request, settings);
  return { profile, state, score: verdict, learnt: verdict.suspicious ? "nothing" : learn(profile, request) };
}
