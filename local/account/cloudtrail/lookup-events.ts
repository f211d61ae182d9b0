import { textAt } from "../../../core/cloudtrail/record";
import { optionalText, refuseOtherFields } from "../input-fields";
import type { LogSource } from "../log-source";
import { pageToken, readPageToken } from "../logs/page-token";
import { ServiceError } from "../service-error";
import type { Input, Plan } from "../types";

const FIELDS: readonly string[] = ["LookupAttributes", "StartTime", "EndTime", "MaxResults", "NextToken"];

/** CloudTrail API Reference, LookupEvents: 1 to 50 results. */
const MOST_RESULTS = 50;

/** "The last 90 days of management events." */
const KEPT_MS = 90 * 86_400_000;

/** Who asks, where and when. */
export interface LookupPlace {
  /** Account that the caller acts in. */
  readonly accountId: string;
  readonly region: string;
  readonly nowMs: number;
  readonly logs: LogSource | undefined;
}

/** What was found for a question, newest first, so that its further pages need not look for it again. */
export interface LastLookup {
  question?: string;
  messages?: readonly string[];
}

/** The event history of one region, by access key: management events of the played records, up to the clock. */
export function planLookupEvents(input: Input, place: LookupPlace, last: LastLookup): Plan {
  const { accountId, region, nowMs } = place;
  refuseOtherFields(input, "LookupEvents", FIELDS, invalid);
  const accessKeyId = readAccessKeyId(input);
  const fromMs = Math.max(readTime(input, "StartTime") ?? 0, nowMs - KEPT_MS);
  const toMs = Math.min(readTime(input, "EndTime") ?? nowMs, nowMs);
  if (fromMs > toMs) throw new ServiceError("InvalidTimeRangeException", "The start time is after the end time.");
  const limit = readLimit(input);
  const question = JSON.stringify({ accessKeyId, accountId, region, fromMs, toMs });
  const position = readPageToken(optionalText(input, "NextToken", invalid), question);
  if (position === undefined) throw new ServiceError("InvalidNextTokenException", "The token is not valid.");
  return {
    needs: [{ action: "cloudtrail:LookupEvents", resourceArn: "*" }],
    run: () => {
      if (last.question !== question) {
        last.messages = find({ accessKeyId, fromMs, toMs }, place);
        last.question = question;
      }
      const messages = last.messages ?? [];
      const end = position + limit;
      const next = end < messages.length ? { NextToken: pageToken(end, question) } : {};
      return { Events: messages.slice(position, end).map(describe), ...next };
    },
  };
}

const invalid = (message: string) => new ServiceError("InvalidParameterCombinationException", message);

function find(
  { accessKeyId, fromMs, toMs }: { readonly accessKeyId: string; readonly fromMs: number; readonly toMs: number },
  { accountId, region, logs }: LookupPlace,
): string[] {
  const pattern = `{ ($.userIdentity.accessKeyId = "${accessKeyId}") && ($.awsRegion = "${region}") }`;
  const asked = { fromMs, toMs, pattern, streams: undefined, streamPrefix: undefined, limit: 10_000 };
  const found: string[] = [];
  let next: number | undefined = 0;
  while (next !== undefined && logs !== undefined) {
    const page = logs.read({ ...asked, position: next });
    found.push(...page.events.map(({ message }) => message).filter((message) => isOfHistory(message, accountId)));
    next = page.next;
  }
  return found.reverse();
}

/** Data events are not in the history, nor are those of other accounts. */
function isOfHistory(message: string, accountId: string): boolean {
  const record: unknown = JSON.parse(message);
  const [category, recipient] = [textAt(record, "eventCategory"), textAt(record, "recipientAccountId")];
  return (category ?? "Management") === "Management" && (recipient ?? accountId) === accountId;
}

function describe(message: string): object {
  const record: unknown = JSON.parse(message);
  return {
    EventId: textAt(record, "eventID"),
    EventName: textAt(record, "eventName"),
    ReadOnly: textAt(record, "readOnly"),
    AccessKeyId: textAt(record, "userIdentity", "accessKeyId"),
    EventTime: Date.parse(textAt(record, "eventTime") ?? "") / 1000,
    EventSource: textAt(record, "eventSource"),
    Username: textAt(record, "userIdentity", "userName"),
    Resources: [],
    CloudTrailEvent: message,
  };
}

/** The one attribute that the local account looks events up by. */
function readAccessKeyId(input: Input): string {
  const attributes = input["LookupAttributes"];
  const [first, ...others] = (Array.isArray(attributes) ? attributes : []) as unknown[];
  const [name, value] = [textAt(first, "AttributeKey"), textAt(first, "AttributeValue")];
  if (others.length > 0 || name !== "AccessKeyId" || value === undefined || !/^\w{16,128}$/.test(value)) {
    throw new ServiceError("InvalidLookupAttributesException", "The local account looks up by one AccessKeyId alone.");
  }
  return value;
}

/** The JSON protocol writes times in seconds. */
function readTime(input: Input, field: string): number | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw invalid(`The parameter ${field} is not a time`);
  return value * 1000;
}

function readLimit(input: Input): number {
  const value = input["MaxResults"] ?? MOST_RESULTS;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > MOST_RESULTS) {
    throw new ServiceError("InvalidMaxResultsException", `A value from 1 to ${MOST_RESULTS} is required.`);
  }
  return value;
}
