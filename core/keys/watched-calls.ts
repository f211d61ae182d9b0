import type { ReadLogEvent } from "../cloudtrail/envelope";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { classOfCredential } from "./credential";

/** One call with a long-term key, whoever made it. */
export interface WatchedCall {
  readonly record: CloudTrailRecord;
  readonly accessKeyId: string;
  readonly eventId: string;
  /** The event's own time, or where it says none the log event's. */
  readonly atMs: number;
  /** Whether a service made it on the key's behalf, which is none of the key's doing. */
  readonly byService: boolean;
}

/**
 * The calls with long-term keys in a delivery of the log group, in its order. An event that comes twice counts once.
 * Nothing in the events makes it throw.
 */
export function watchedCalls(logEvents: readonly ReadLogEvent[]): WatchedCall[] {
  const calls: WatchedCall[] = [];
  const seen = new Set<string>();
  for (const { id, timestamp, record } of logEvents) {
    // A message that is no record is told of by `post-denials`, whose filter takes whatever is denied.
    if (record === undefined) continue;
    const accessKeyId = textAt(record, "userIdentity", "accessKeyId");
    if (accessKeyId?.startsWith("AKIA") !== true) continue;
    const eventId = textAt(record, "eventID") ?? id;
    if (seen.has(eventId)) continue;
    seen.add(eventId);
    const byService = isServiceCall(record, accessKeyId);
    calls.push({ record, accessKeyId, eventId, atMs: timeOf(record, timestamp), byService });
  }
  return calls;
}

function isServiceCall(record: CloudTrailRecord, accessKeyId: string): boolean {
  const invokedBy = textAt(record, "userIdentity", "invokedBy");
  const type = textAt(record, "userIdentity", "type");
  if (textAt(record, "eventType") === "AwsServiceEvent" || type === "AWSService") return true;
  return invokedBy !== undefined && classOfCredential({ type, accessKeyId, invokedBy }).atMost === "none";
}

function timeOf(record: CloudTrailRecord, fallbackMs: number): number {
  const atMs = Date.parse(textAt(record, "eventTime") ?? "");
  return Number.isFinite(atMs) ? atMs : fallbackMs;
}
