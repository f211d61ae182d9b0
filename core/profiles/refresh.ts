import type { KeyProfile, ProfileSettings } from "./profile";
import { attributeKinds, isForgotten } from "./profile";
import type { ProfiledRequest } from "./request";

/** Whether the request shows again something that would be forgotten before long, so that this is worth writing down. */
export function isFading(
  profile: KeyProfile,
  { values, atMs }: ProfiledRequest,
  { forgetAfterMs }: Pick<ProfileSettings, "forgetAfterMs">,
): boolean {
  for (const kind of attributeKinds) {
    const known = profile.values[kind].get(values[kind]);
    if (known !== undefined && isForgotten(known.last, atMs, forgetAfterMs / 2)) return true;
  }
  return false;
}

/**
 * Takes over, in place, on which later days another copy of the profile has seen what this one knows. What this one does
 * not know stays unknown: it may have been deleted meanwhile.
 */
export function takeOverDays(profile: KeyProfile, other: KeyProfile): void {
  for (const kind of attributeKinds) {
    for (const [value, span] of profile.values[kind]) {
      const seen = other.values[kind].get(value);
      if (seen !== undefined && seen.last > span.last) span.last = seen.last;
    }
  }
}
