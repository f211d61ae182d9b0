import { textAt } from "../cloudtrail/record";
import type { AttributeKind, KeyProfile, ProfileSettings, Span } from "./profile";
import { attributeKinds, dayOf, isForgotten, mostValues } from "./profile";
import { addressValue, boundedValue } from "./values";

/** What a person has called expected of a key, and when. An absent part was not in the question. */
export interface ExpectedUse {
  readonly atMs: number;
  readonly values: Readonly<Partial<Record<AttributeKind, string>>>;
}

/**
 * Reads what the question was about from the request of `disable-key`, which holds the report of the key. Never throws: of
 * what is of another form, nothing is expected.
 */
export function expectedUse(request: unknown, atMs: number): ExpectedUse {
  const part = (name: string, valueOf: (text: string) => string) => {
    const text = textAt(request, "key", name);
    return text === undefined ? undefined : valueOf(text);
  };
  return {
    atMs,
    values: {
      ip: part("address", addressValue),
      agent: part("userAgent", boundedValue),
      region: part("region", boundedValue),
      event: part("event", boundedValue),
    },
  };
}

/**
 * Takes what is expected into the profile, in place, as seen on the day of the answer. In a full profile it takes the place
 * of what was not seen for the longest time: a person asked for it. Gives whether the profile has changed.
 */
export function learnExpected(
  profile: KeyProfile,
  { atMs, values }: ExpectedUse,
  nowMs: number,
  { forgetAfterMs }: Pick<ProfileSettings, "forgetAfterMs">,
): boolean {
  const day = dayOf(atMs);
  if (isForgotten(day, nowMs, forgetAfterMs)) return false;
  let changed = false;
  for (const kind of attributeKinds) {
    const value = values[kind];
    if (value !== undefined && put(profile.values[kind], value, day, mostValues[kind])) changed = true;
  }
  return changed;
}

function put(known: Map<string, Span>, value: string, day: number, most: number): boolean {
  const span = known.get(value);
  if (span !== undefined) {
    if (span.last >= day) return false;
    span.last = day;
    return true;
  }
  if (known.size >= most) known.delete(leastRecent(known));
  known.set(value, { first: day, last: day });
  return true;
}

function leastRecent(known: ReadonlyMap<string, Span>): string {
  let found = { value: "", last: Infinity };
  for (const [value, { last }] of known) if (last < found.last) found = { value, last };
  return found.value;
}
