import type { AttributeKind, KeyProfile, ProfileSettings } from "./profile";
import { attributeKinds, isForgotten, mostValues } from "./profile";
import type { ProfiledRequest } from "./request";

/** How well a request fits a key's profile. */
export interface RequestScore {
  /** 0 to 100: the weights of what is known, added up. */
  readonly score: number;
  readonly matched: Readonly<Record<AttributeKind, boolean>>;
  /** Whether the score is below the threshold. */
  readonly suspicious: boolean;
  /** One for each part that is not known, in fixed words: nothing of the request is in them. */
  readonly reasons: readonly string[];
}

const words: Readonly<Record<AttributeKind, string>> = Object.freeze({
  ip: "address",
  agent: "agent",
  region: "region",
  event: "event",
});

/** Compares a request with what is known of its key at the request's own time. Nothing is learnt. */
export function score(
  profile: KeyProfile,
  { values, atMs }: Pick<ProfiledRequest, "values" | "atMs">,
  { weights, threshold, forgetAfterMs }: Pick<ProfileSettings, "weights" | "threshold" | "forgetAfterMs">,
): RequestScore {
  let sum = 0;
  const matched = { ip: false, agent: false, region: false, event: false };
  const reasons: string[] = [];
  for (const kind of attributeKinds) {
    const known = profile.values[kind].get(values[kind]);
    if (known !== undefined && !isForgotten(known.last, atMs, forgetAfterMs)) {
      matched[kind] = true;
      sum += weights[kind];
    } else {
      const isFull = profile.values[kind].size >= mostValues[kind];
      const why =
        known !== undefined ? "not seen for long" : isFull ? "not known, and the profile is full" : "not known";
      reasons.push(`${words[kind]} ${why}`);
    }
  }
  return { score: sum, matched, suspicious: sum < threshold, reasons };
}
