import type { AttributeKind, KeyProfile, Span } from "./profile";
import { attributeKinds, mostValues } from "./profile";

/** The version of the stored form that is written and read here. */
export const profileVersion = 1;

/** A value with the first and last day that it was seen on. A list, because a caller may choose `__proto__` for an agent. */
export type StoredValue = readonly [value: string, firstDay: number, lastDay: number];

/** A profile as plain data: the same profile gives the same JSON, byte for byte. */
export interface StoredProfile {
  readonly version: typeof profileVersion;
  readonly accessKeyId: string;
  readonly account?: string;
  readonly userName?: string;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly days: readonly number[];
  readonly ip: readonly StoredValue[];
  readonly agent: readonly StoredValue[];
  readonly region: readonly StoredValue[];
  readonly event: readonly StoredValue[];
}

export function storedProfile(profile: KeyProfile): StoredProfile {
  const { accessKeyId, account, userName, firstSeenMs, lastSeenMs, days, values } = profile;
  return {
    version: profileVersion,
    accessKeyId,
    ...(account === undefined ? {} : { account }),
    ...(userName === undefined ? {} : { userName }),
    firstSeenMs,
    lastSeenMs,
    days: [...days].sort((left, right) => left - right),
    ip: storedValues(values.ip),
    agent: storedValues(values.agent),
    region: storedValues(values.region),
    event: storedValues(values.event),
  };
}

function storedValues(values: ReadonlyMap<string, Span>): StoredValue[] {
  return [...values]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([value, { first, last }]) => [value, first, last]);
}

/**
 * Reads what `storedProfile` made. Throws an Error in words for people where it is anything else: of another version, with
 * a field that is missing, unknown or of the wrong form, or with more in it than a profile holds.
 */
export function parseStoredProfile(value: unknown): KeyProfile {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw damaged("it is no object");
  const {
    version,
    accessKeyId,
    account,
    userName,
    firstSeenMs,
    lastSeenMs,
    days,
    ip,
    agent,
    region,
    event,
    ...others
  } = value as Readonly<Record<string, unknown>>;
  if (version !== profileVersion) {
    const isNewer = typeof version === "number" && version > profileVersion;
    throw damaged(isNewer ? "it was written by a newer Warden" : `its version is not ${profileVersion}`);
  }
  if (Object.keys(others).length > 0) throw damaged("it has a field that no profile has");
  if (typeof accessKeyId !== "string" || !/^AKIA[A-Z0-9]{12,124}$/.test(accessKeyId)) {
    throw damaged("accessKeyId is not the id of a long-term key");
  }
  const [first, last] = [timeFrom(firstSeenMs, "firstSeenMs"), timeFrom(lastSeenMs, "lastSeenMs")];
  if (first > last) throw damaged("firstSeenMs is later than lastSeenMs");
  if (!Array.isArray(days) || days.length > 400 || !days.every(isDay)) throw damaged("days is not a list of days");
  return {
    accessKeyId,
    account: optionalText(account, "account"),
    userName: optionalText(userName, "userName"),
    firstSeenMs: first,
    lastSeenMs: last,
    days: new Set(days),
    values: Object.fromEntries(
      attributeKinds.map((kind) => [kind, valuesFrom({ ip, agent, region, event }[kind], kind)]),
    ) as Record<AttributeKind, Map<string, Span>>,
  };
}

function damaged(why: string): Error {
  return new Error(`not a key profile: ${why}`);
}

/** As `boundedValue` leaves a text: 256 bytes, or 200 and a hash. */
const mostCharacters = 300;

function optionalText(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.length > mostCharacters) throw damaged(`${name} is not a short text`);
  return value;
}

/** The times that a Date can hold. */
const latestMs = 8.64e15;

function timeFrom(value: unknown, name: string): number {
  if (!Number.isSafeInteger(value) || Math.abs(value as number) > latestMs) throw damaged(`${name} is not a time`);
  return value as number;
}

function isDay(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= 1e8;
}

function valuesFrom(value: unknown, kind: AttributeKind): Map<string, Span> {
  if (!Array.isArray(value)) throw damaged(`${kind} is not a list`);
  if (value.length > mostValues[kind]) throw damaged(`${kind} has more values than a profile holds`);
  const values = new Map<string, Span>();
  for (const entry of value as readonly unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 3) throw damaged(`${kind} has an entry of another form`);
    const [text, first, last] = entry as readonly unknown[];
    if (typeof text !== "string" || text.length > mostCharacters)
      throw damaged(`${kind} has a value that is no short text`);
    if (!isDay(first) || !isDay(last) || first > last) throw damaged(`${kind} has a value without its days`);
    if (values.has(text)) throw damaged(`${kind} has a value twice`);
    values.set(text, { first, last });
  }
  return values;
}
