import { parseDenialMessage } from "../cloudtrail/denial-message";
import { classifyRecord, errorCodeOf } from "../cloudtrail/error-code";
import { eventIdOf } from "../cloudtrail/event-id";
import { booleanAt, shownAt, withoutAbsent } from "../cloudtrail/field";
import { principalOf } from "../cloudtrail/identity";
import { serviceOfHost } from "../cloudtrail/partition";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { mostBytesOfCharacter, shortText } from "../cloudtrail/short-text";
import { sourceOf } from "../cloudtrail/source-address";
import type { Denial, Refusal } from "./denial";

/** Bytes of one text of a denial: CloudTrail itself cuts error codes, messages and user agents at 1 KB. */
const mostBytesOfText = 1_024;

/**
 * The record as a denial, or undefined when it is none. Any field may be missing or of the wrong type.
 * `fallbackEventId` and `fallbackTimestampMs` are those of the log event, for a record without id or readable time.
 */
export function denialOf(
  record: CloudTrailRecord,
  fallbackEventId: string,
  fallbackTimestampMs: number,
): Denial | undefined {
  const kind = classifyRecord(record);
  if (kind === "none") return undefined;
  const principal = principalOf(record);
  const eventSource = shownAt(record, "eventSource") ?? "unknown";
  const code = errorCodeOf(record);
  const message = parseDenialMessage(shownAt(record, "errorMessage"));
  const denial = withoutAbsent<Denial>({
    eventId: eventIdOf(record) ?? fallbackEventId,
    kind,
    at: isoTime(textAt(record, "eventTime"), fallbackTimestampMs),
    account: textAt(record, "recipientAccountId") ?? principal.account ?? "unknown",
    region: shownAt(record, "awsRegion") ?? "unknown",
    principal,
    eventSource,
    service: serviceOfHost(eventSource) ?? eventSource,
    action: shownAt(record, "eventName") ?? "unknown",
    code,
    message: message.text,
    resource: message.resource,
    refusal: refusalOf(code, message.refusal),
    source: sourceOf(record),
    userAgent: shownAt(record, "userAgent"),
    readOnly: booleanAt(record, "readOnly"),
  });
  return withShortTexts(denial);
}

/** What is kept between invocations has to fit into an item of DynamoDB, whatever somebody wrote into the log group. */
function withShortTexts<Shape extends object>(shape: Shape): Shape {
  const most = mostBytesOfText;
  const isLong = (value: unknown) => typeof value === "string" && value.length * mostBytesOfCharacter > most;
  function short(value: unknown): unknown {
    if (typeof value === "string") return isLong(value) ? shortText(value, most) : value;
    if (typeof value !== "object" || value === null) return value;
    // Most have none that is long, and need no copy.
    if (!Object.values(value).some((one) => typeof one === "object" || isLong(one))) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, short(one)]));
  }
  return short(shape) as Shape;
}

/** Two codes name the kind of policy themselves, whatever their message says. */
function refusalOf(code: string, refusal: Refusal): Refusal {
  if (refusal.policyType !== undefined) return refusal;
  if (/^VpceAccessDenied/i.test(code)) return { ...refusal, policyType: "VPC endpoint policy" };
  if (/^TagPolicyViolation/i.test(code)) return { ...refusal, policyType: "tag policy" };
  return refusal;
}

function isoTime(eventTime: string | undefined, fallbackTimestampMs: number): string {
  const eventTimeMs = eventTime !== undefined && /^\d{4}-\d\d-\d\dT/.test(eventTime) ? Date.parse(eventTime) : NaN;
  const time = [eventTimeMs, fallbackTimestampMs].map((ms) => new Date(ms)).find((date) => !isNaN(date.getTime()));
  return (time ?? new Date(0)).toISOString();
}
