import { serviceOfHost } from "../cloudtrail/partition";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { shownAt } from "../cloudtrail/field";
import type { AttributeKind } from "./profile";
import { dayOf } from "./profile";
import { addressValue, boundedValue } from "./values";

/** One call with a long-term key, as far as profiles look at it. */
export interface ProfiledRequest {
  readonly accessKeyId: string;
  readonly account: string | undefined;
  readonly userName: string | undefined;
  readonly eventId: string | undefined;
  /** Time of the event itself, and its day of UTC since 1970. */
  readonly atMs: number;
  readonly day: number;
  /** What the record lacks is the value "", which is known or not like any other. */
  readonly values: Readonly<Record<AttributeKind, string>>;
}

/** Callers that profiles leave out unless the settings name them: the root user, and services that use the caller's key. */
export const widenedCallers = Object.freeze(["root", "services"] as const);
export type WidenedCaller = (typeof widenedCallers)[number];

/** Ids as AWS makes them (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html), of a long-term key. */
const longTermKeyId = /^AKIA[A-Z0-9]{12,124}$/;

/**
 * Whether a record counts for a profile: a call that an IAM user's long-term key was signed with, by whoever holds it.
 * Sessions of every kind, the console, roles, SAML, root, and calls that a service makes in somebody's name do not.
 */
export function isProfiled(record: CloudTrailRecord, widened: readonly WidenedCaller[] = []): boolean {
  const identity = record.userIdentity;
  const keyId = textAt(identity, "accessKeyId");
  if (keyId === undefined || !longTermKeyId.test(keyId)) return false;
  const type = textAt(identity, "type");
  if (type !== "IAMUser" && !(type === "Root" && widened.includes("root"))) return false;
  return widened.includes("services") || !isByService(record);
}

/**
 * The record as a profile looks at it, or undefined where it does not count for one, or says no time and none is given.
 * Never throws.
 */
export function requestOf(
  record: CloudTrailRecord,
  widened: readonly WidenedCaller[] = [],
  fallbackAtMs?: number,
): ProfiledRequest | undefined {
  if (!isProfiled(record, widened)) return undefined;
  const atMs = timeOf(record, fallbackAtMs);
  if (atMs === undefined) return undefined;
  const identity = record.userIdentity;
  return {
    accessKeyId: textAt(identity, "accessKeyId") ?? "",
    account: boundedAt(identity, "accountId"),
    userName: boundedAt(identity, "userName"),
    eventId: textAt(record, "eventID"),
    atMs,
    day: dayOf(atMs),
    values: {
      ip: addressValue(shownAt(record, "sourceIPAddress") ?? ""),
      agent: boundedValue(shownAt(record, "userAgent") ?? ""),
      region: boundedValue(shownAt(record, "awsRegion") ?? ""),
      event: boundedValue(eventText(record)),
    },
  };
}

/** "s3:GetObject", as the rest of Warden names an action. */
function eventText(record: CloudTrailRecord): string {
  const source = shownAt(record, "eventSource") ?? "unknown";
  return `${serviceOfHost(source) ?? source}:${shownAt(record, "eventName") ?? "unknown"}`;
}

function isByService(record: CloudTrailRecord): boolean {
  if (textAt(record.userIdentity, "invokedBy") !== undefined) return true;
  if (textAt(record, "eventType") === "AwsServiceEvent") return true;
  const address = textAt(record, "sourceIPAddress")?.trim() ?? "";
  // Only names have letters beyond those of IPv6, and almost no record has a name.
  return /[g-z]/i.test(address) && (/^aws[ -]internal\b/i.test(address) || serviceOfHost(address) !== undefined);
}

/** Later than any event, and a time that a Date can hold. */
const latestMs = 8.64e15;

function timeOf(record: CloudTrailRecord, fallbackAtMs: number | undefined): number | undefined {
  const atMs = Date.parse(textAt(record, "eventTime") ?? "");
  if (Number.isFinite(atMs)) return atMs;
  return fallbackAtMs !== undefined && Math.abs(fallbackAtMs) <= latestMs ? fallbackAtMs : undefined;
}

function boundedAt(identity: unknown, name: string): string | undefined {
  const text = textAt(identity, name);
  return text === undefined ? undefined : boundedValue(text);
}
