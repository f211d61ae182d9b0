import type { ProfilesConfiguration } from "../configuration/configuration";

/** What a profile knows of a key, and what each request is compared by. */
export const attributeKinds = Object.freeze(["ip", "agent", "region", "event"] as const);
export type AttributeKind = (typeof attributeKinds)[number];

/** First and last day that a value was seen on, in whole days of UTC since 1970. */
export interface Span {
  first: number;
  last: number;
}

/**
 * What is usual for one long-term key. Changed in place by `learn` and `forget` alone; `storedProfile` makes plain data of
 * it. Values are exact texts of the caller's choosing, and hostile.
 */
export interface KeyProfile {
  readonly accessKeyId: string;
  account: string | undefined;
  userName: string | undefined;
  /** Time of the oldest and the newest request learnt from, in milliseconds since 1970. */
  firstSeenMs: number;
  lastSeenMs: number;
  /** Days of UTC since 1970 on which something was learnt from, the newest 400 of them. For people; nothing is judged by it. */
  readonly days: Set<number>;
  readonly values: Readonly<Record<AttributeKind, Map<string, Span>>>;
}

/**
 * Values that a profile holds of each kind. With values as short as `boundedValue` leaves them a stored profile stays below
 * DynamoDB's 400 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const mostValues: Readonly<Record<AttributeKind, number>> = Object.freeze({
  ip: 300,
  agent: 200,
  region: 100,
  event: 600,
});

export interface ProfileSettings {
  /** Points that a known value is worth; they add up to 100. */
  readonly weights: Readonly<Record<AttributeKind, number>>;
  /** A score below it is suspicious. */
  readonly threshold: number;
  /** How long after its first request a key is only learnt from. */
  readonly learnForMs: number;
  /** How long something unseen stays known. */
  readonly forgetAfterMs: number;
}

/** The configuration `profiles` as it is worked with. Plain data, for a handler to capture. */
export function profileSettings(configuration: ProfilesConfiguration): ProfileSettings {
  const { weights, threshold, learnForSeconds, forgetAfterSeconds } = configuration;
  return { weights, threshold, learnForMs: learnForSeconds * 1000, forgetAfterMs: forgetAfterSeconds * 1000 };
}

export const dayMs = 86_400_000;

/** Day of UTC since 1970. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs);
}

/** Whether a value last seen on this day is too old to count at a time, by the end of the day. */
export function isForgotten(lastDay: number, atMs: number, forgetAfterMs: number): boolean {
  return atMs - (lastDay + 1) * dayMs >= forgetAfterMs;
}
