import { parseDenialMessage } from "../../core/cloudtrail/denial-message";
import { classifyRecord, errorCodeOf } from "../../core/cloudtrail/error-code";
import { shownAt, withoutAbsent } from "../../core/cloudtrail/field";
import { principalOf } from "../../core/cloudtrail/identity";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { textAt, valueAt } from "../../core/cloudtrail/record";
import { shortText } from "../../core/cloudtrail/short-text";
import { sourceOf } from "../../core/cloudtrail/source-address";
import { principalWords } from "../../core/slack/principal-words";
import { visibleText, withoutKeyIds } from "../../core/slack/escape";
import type { InputItem } from "../../local/input/items";

/** What an event was, for people and as JSON. Every text is one line, without control characters and whole key ids. */
export interface DescribedEvent {
  /** "CloudTrail record", else the detail type of its EventBridge event. */
  readonly kind: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly account?: string;
  readonly region?: string;
  /** Who called, with the last characters of the key. */
  readonly who?: string;
  /** "iam.amazonaws.com CreateUser", or the type of the finding. */
  readonly what: string;
  readonly from?: string;
  readonly userAgent?: string;
  /** Error code with its message; absent where the call succeeded. */
  readonly error?: string;
  /** How `post-denials` classifies it. */
  readonly denial?: "denial" | "authentication-failure";
  /** File and line. */
  readonly origin: string;
}

const longestShownBytes = 600;

/** Describes an event by fields that hold no secrets; what was asked for and answered is never among them. */
export function describedEvent(item: InputItem): DescribedEvent {
  const { origin, atMs } = item;
  const place = { at: new Date(atMs).toISOString(), origin: shown(origin) };
  if (item.kind === "cloudtrail") return withoutAbsent({ kind: "CloudTrail record", ...place, ...call(item.record) });
  const { event } = item;
  const kind = shown(textAt(event, "detail-type") ?? "event");
  const detail = valueAt(event, "detail");
  if (textAt(detail, "eventSource") !== undefined) {
    return withoutAbsent({ kind, ...place, ...call(detail as CloudTrailRecord) });
  }
  return withoutAbsent({
    kind,
    ...place,
    account: optional(textAt(detail, "accountId") ?? textAt(event, "account")),
    region: optional(textAt(detail, "region") ?? textAt(event, "region")),
    what: shown([textAt(event, "source"), typeOf(detail)].filter((text) => text !== undefined).join(" ")),
  });
}

function typeOf(detail: unknown): string | undefined {
  const type = textAt(detail, "type") ?? textAt(detail, "eventTypeCode");
  const severity = shownAt(detail, "severity");
  return type === undefined || severity === undefined ? type : `${type}, severity ${severity}`;
}

function call(record: CloudTrailRecord): Omit<DescribedEvent, "kind" | "at" | "origin"> {
  const principal = principalOf(record);
  const key = principal.accessKeyId === undefined ? "" : `, key ending ${principal.accessKeyId.slice(-4)}`;
  const session = principal.session === undefined ? "" : `, session ${principal.session}`;
  const kind = classifyRecord(record);
  return {
    account: optional(textAt(record, "recipientAccountId") ?? principal.account),
    region: optional(shownAt(record, "awsRegion")),
    who: shown(`${principalWords(principal, (text) => text, longestShownBytes)}${session}${key}`),
    what: shown(`${shownAt(record, "eventSource") ?? "unknown"} ${shownAt(record, "eventName") ?? "unknown"}`),
    from: optional(sourceOf(record).address || undefined),
    userAgent: optional(shownAt(record, "userAgent")),
    error: errorOf(record, kind !== "none"),
    denial: kind === "none" ? undefined : kind,
  };
}

function errorOf(record: CloudTrailRecord, isDenial: boolean): string | undefined {
  const code = isDenial ? errorCodeOf(record) : shownAt(record, "errorCode");
  const { text } = parseDenialMessage(shownAt(record, "errorMessage"));
  const parts = [code, text].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? undefined : shown(parts.join(": "));
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shown(text);
}

function shown(text: string): string {
  return visibleText(withoutKeyIds(shortText(text, longestShownBytes)));
}
