import type { Mode, Signal, SignalKind } from "../actions/action";
import { signalKinds } from "../actions/action";
import { modes } from "../configuration/names";

/** What somebody says about a key on the topic `suspicious-keys`. Every text in it may be of an attacker's choosing. */
export interface SuspiciousKey {
  readonly accessKeyId: string;
  /** Owner as the sender sees it, to be compared with what IAM says; absent where the sender does not know. */
  readonly userName?: string;
  readonly account?: string;
  /** CloudTrail's `userIdentity.type` of the caller. */
  readonly principalType?: string;
  /** `AIDA…` of a user, `AROA…:SESSION` of a role's session. */
  readonly principalId?: string;
  readonly signals: readonly Signal[];
  /** ISO 3166-1 alpha-2, or in a text alert whatever the sender calls the country. */
  readonly country?: string;
  readonly address?: string;
  /** Whether the address, or one of them, is AWS's own. */
  readonly awsOwned?: boolean;
  /** Whether where calls came from says nothing of who made them, as of a private address or a service. */
  readonly originUnknown?: boolean;
  readonly eventIds: readonly string[];
  /** When it was seen: the newest event's own time. Undefined where the sender does not say. */
  readonly seenAtMs?: number;
  readonly userAgent?: string;
  readonly event?: string;
  readonly region?: string;
  /** Name of the search that found it, and where its results are, for an alert of a SIEM. */
  readonly search?: string;
  readonly resultsLink?: string;
  /** Name of the GuardDuty finding in the table of actions, which says how severe it is and whether people know of it. */
  readonly finding?: string;
  /** The more cautious of it and the action's own mode holds: a sender can forbid, and never allow. */
  readonly modeAtMost?: Mode;
  /** Whether others are involved, so that a person has to tell who did what. */
  readonly severalActors?: boolean;
}

/** The version of the JSON form that is written and read here. */
export const messageVersion = 1;

/** AWS's own bounds: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const accessKeyId = /^[A-Z]{4}[A-Z0-9]{12,124}$/;
const longestUserName = 128;
const longestText = 512;
/** Ids beyond are counted by whoever sent them, and not needed to decide. */
const mostEventIds = 200;
const mostSignals = 20;

/**
 * Reads a message of the topic: the JSON form, or the text `ACCESS_KEY_ID USER_NAME COUNTRY`, bare or in the field
 * `message` of a JSON object. `publishedAtMs` is when a text alert was seen, which does not say itself.
 * Throws an Error that says what is wrong with the message and repeats nothing of it.
 */
export function parseSuspiciousKey(text: string, publishedAtMs: number | undefined): SuspiciousKey {
  const value = jsonObject(text);
  if (value === undefined) return textAlert(text, {}, publishedAtMs);
  if (value.accessKeyId !== undefined || value.version !== undefined) return jsonForm(value);
  if (typeof value.message === "string") return textAlert(value.message, value, publishedAtMs);
  throw malformed("a JSON object with neither accessKeyId nor message");
}

/** The message in its JSON form, to be published. */
export function suspiciousKeyText({ seenAtMs, signals, ...key }: SuspiciousKey): string {
  return JSON.stringify({
    version: messageVersion,
    ...key,
    signals: signals.map(({ kind, atMs, text }) => ({ kind, at: new Date(atMs).toISOString(), text })),
    ...(seenAtMs === undefined ? {} : { seenAt: new Date(seenAtMs).toISOString() }),
  });
}

function malformed(why: string): Error {
  return new Error(`malformed message on suspicious-keys: ${why}`);
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*[{["]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("it looks like JSON and is not");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed("JSON, but not an object");
  return value as Readonly<Record<string, unknown>>;
}

function textAlert(
  text: string,
  around: Readonly<Record<string, unknown>>,
  publishedAtMs: number | undefined,
): SuspiciousKey {
  const line = text.replace(/^[\r\n]+|[\r\n]+$/g, "");
  const [, keyId, userName = "", country = ""] = /^(\S+) (\S*) (\S.*)$/.exec(line) ?? [];
  if (keyId === undefined || country !== country.trimEnd()) {
    throw malformed("the text is not ACCESS_KEY_ID USER_NAME COUNTRY, three fields apart by single spaces");
  }
  // Controls would let the one field pose as another in a log or a message.
  if (/\p{Cc}/u.test(line)) throw malformed("the text holds control characters");
  if (userName.length > longestUserName || country.length > 100) throw malformed("a field of the text is too long");
  const search = optionalText(around, "search_name", longestText);
  const resultsLink = optionalText(around, "results_link", 2_000);
  const named = search === undefined ? "" : ` (${search})`;
  return {
    accessKeyId: keyIdFrom(keyId),
    ...(userName === "" ? {} : { userName }),
    country,
    signals: [{ kind: "siem", atMs: publishedAtMs ?? NaN, text: `alert of a SIEM${named}: used from ${country}` }],
    eventIds: [],
    ...(publishedAtMs === undefined ? {} : { seenAtMs: publishedAtMs }),
    ...(search === undefined ? {} : { search }),
    ...(resultsLink === undefined ? {} : { resultsLink }),
  };
}

const textFields = Object.freeze([
  ...(["principalType", "principalId", "country", "address", "userAgent", "event"] as const),
  ...(["region", "search", "resultsLink", "finding"] as const),
]);

function jsonForm(value: Readonly<Record<string, unknown>>): SuspiciousKey {
  if (value.version !== messageVersion) throw malformed(`version is not ${messageVersion}`);
  if (typeof value.accessKeyId !== "string") throw malformed("accessKeyId is not text");
  const texts = Object.fromEntries(
    textFields.flatMap((name) => {
      const text = optionalText(value, name, name === "resultsLink" ? 2_000 : longestText);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  const userName = optionalText(value, "userName", longestUserName);
  const account = optionalText(value, "account", 64);
  if (value.awsOwned !== undefined && typeof value.awsOwned !== "boolean") throw malformed("awsOwned is not a boolean");
  const { severalActors, originUnknown, modeAtMost } = value;
  if (originUnknown !== undefined && typeof originUnknown !== "boolean") {
    throw malformed("originUnknown is not a boolean");
  }
  if (severalActors !== undefined && typeof severalActors !== "boolean") {
    throw malformed("severalActors is not a boolean");
  }
  const seenAtMs = value.seenAt === undefined ? undefined : timeFrom(value.seenAt, "seenAt");
  return {
    accessKeyId: keyIdFrom(value.accessKeyId),
    ...(userName === undefined ? {} : { userName }),
    ...(account === undefined ? {} : { account }),
    ...texts,
    signals: listFrom(value.signals, "signals").slice(0, mostSignals).map(signalFrom),
    ...(value.awsOwned === undefined ? {} : { awsOwned: value.awsOwned }),
    ...(originUnknown === undefined ? {} : { originUnknown }),
    ...(severalActors === undefined ? {} : { severalActors }),
    ...(modeAtMost === undefined ? {} : { modeAtMost: modeFrom(modeAtMost) }),
    eventIds: listFrom(value.eventIds ?? [], "eventIds")
      .slice(0, mostEventIds)
      .map((id) => {
        if (typeof id !== "string" || id === "" || id.length > longestText) throw malformed("an event id is not text");
        return id;
      }),
    ...(seenAtMs === undefined ? {} : { seenAtMs }),
  };
}

function keyIdFrom(text: string): string {
  if (!accessKeyId.test(text)) throw malformed("the first field is not an access key id");
  return text;
}

function optionalText(value: Readonly<Record<string, unknown>>, name: string, longest: number): string | undefined {
  const text = value[name];
  if (text === undefined || text === null || text === "") return undefined;
  if (typeof text !== "string") throw malformed(`${name} is not text`);
  return text.slice(0, longest);
}

function modeFrom(value: unknown): Mode {
  const mode = modes.find((one) => one === value);
  if (mode === undefined) throw malformed("modeAtMost is not a mode");
  return mode;
}

function timeFrom(value: unknown, name: string): number {
  const atMs = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  if (!Number.isFinite(atMs)) throw malformed(`${name} is not a time in ISO 8601`);
  return atMs;
}

function listFrom(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list`);
  return value;
}

function signalFrom(value: unknown): Signal {
  const { kind, at, text } = (value ?? {}) as { kind?: unknown; at?: unknown; text?: unknown };
  if (!(signalKinds as readonly unknown[]).includes(kind)) throw malformed("a signal is of an unknown kind");
  if (typeof text !== "string") throw malformed("a signal has no text");
  return { kind: kind as SignalKind, atMs: timeFrom(at, "at of a signal"), text: text.slice(0, longestText) };
}
