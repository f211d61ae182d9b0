import type { AttributeKind, KeyProfile, ProfileSettings, Span } from "./profile";
import { attributeKinds, dayOf, isForgotten, mostValues } from "./profile";
import type { ProfiledRequest } from "./request";

/**
 * What came of learning from a request: a value that was not known, only that known values were seen on another day, or
 * nothing at all.
 */
export type Learnt = "values" | "days" | "nothing";

/** Days that are kept for people; more than a year. */
const mostDays = 400;

/** A profile that has learnt from this one request. */
export function newProfile(request: ProfiledRequest): KeyProfile {
  const { accessKeyId, account, userName, atMs } = request;
  const profile: KeyProfile = {
    accessKeyId,
    account,
    userName,
    firstSeenMs: atMs,
    lastSeenMs: atMs,
    days: new Set(),
    values: { ip: new Map(), agent: new Map(), region: new Map(), event: new Map() },
  };
  learn(profile, request);
  return profile;
}

/**
 * Takes a request into the profile, in place. A request of which everything is known costs four look-ups. Requests may come
 * in any order. Where a kind is full, a new value is not taken in: nothing pushes out what is known, and what is not
 * taken in stays unknown. `observe` decides what may be learnt from.
 */
export function learn(profile: KeyProfile, request: ProfiledRequest): Learnt {
  const { atMs, day, values } = request;
  if (atMs > profile.lastSeenMs) profile.lastSeenMs = atMs;
  else if (atMs < profile.firstSeenMs) profile.firstSeenMs = atMs;
  profile.account ??= request.account;
  profile.userName ??= request.userName;
  let learnt: Learnt = noteDay(profile, day) ? "days" : "nothing";
  for (const kind of attributeKinds) {
    const known = profile.values[kind].get(values[kind]);
    if (known === undefined) {
      if (add(profile.values, kind, values[kind], day)) learnt = "values";
    } else if (extend(known, day) && learnt === "nothing") learnt = "days";
  }
  return learnt;
}

/** Forgets, in place, what was not seen for `forgetAfterMs` before the key's newest request. Gives how many values went. */
export function forget(profile: KeyProfile, { forgetAfterMs }: Pick<ProfileSettings, "forgetAfterMs">): number {
  let forgotten = 0;
  for (const kind of attributeKinds) {
    const values = profile.values[kind];
    for (const [value, { last }] of values) {
      if (isForgotten(last, profile.lastSeenMs, forgetAfterMs) && values.delete(value)) forgotten += 1;
    }
  }
  for (const day of profile.days) {
    if (isForgotten(day, profile.lastSeenMs, forgetAfterMs)) profile.days.delete(day);
  }
  return forgotten;
}

function add(values: KeyProfile["values"], kind: AttributeKind, value: string, day: number): boolean {
  const known = values[kind];
  if (known.size >= mostValues[kind]) return false;
  known.set(value, { first: day, last: day });
  return true;
}

function extend(span: Span, day: number): boolean {
  if (day > span.last) span.last = day;
  else if (day < span.first) span.first = day;
  else return false;
  return true;
}

function noteDay({ days }: KeyProfile, day: number): boolean {
  if (days.has(day)) return false;
  if (days.size >= mostDays) {
    const oldest = Math.min(...days);
    if (day < oldest) return false;
    days.delete(oldest);
  }
  days.add(day);
  return true;
}

/** The newest day that the profile has learnt from. */
export function newestDay(profile: KeyProfile): number {
  return dayOf(profile.lastSeenMs);
}
