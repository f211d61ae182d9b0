import type { KeyProfile, ProfileSettings } from "./profile";

/**
 * Where a profile stands at a time: `learning` before its first verdict, then `active`, and `stale` when the key was not
 * seen for `forgetAfter` and nothing that is known of it counts any more.
 */
export type ProfileState = "learning" | "active" | "stale";

/** The state at a time; for a request, at its own. */
export function stateOf(
  { firstSeenMs, lastSeenMs }: Pick<KeyProfile, "firstSeenMs" | "lastSeenMs">,
  atMs: number,
  { learnForMs, forgetAfterMs }: Pick<ProfileSettings, "learnForMs" | "forgetAfterMs">,
): ProfileState {
  if (atMs - lastSeenMs >= forgetAfterMs) return "stale";
  return atMs - firstSeenMs < learnForMs ? "learning" : "active";
}
