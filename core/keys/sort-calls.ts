import { classifyRecord } from "../cloudtrail/error-code";
import { parseLogEvent } from "../cloudtrail/envelope";
import type { LogEvent } from "../cloudtrail/envelope";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { sourceOf } from "../cloudtrail/source-address";
import { classOfCredential } from "./credential";
import type { OriginCheck } from "./country-check";
import type { DeniedCall } from "./denial-burst";

/** One call with a long-term key that speaks against the key: from abroad, or denied. */
export interface SuspectCall {
  readonly record: CloudTrailRecord;
  readonly eventId: string;
  readonly atMs: number;
  readonly address: string;
  /** Where it came from, if that is no allowed country. */
  readonly country?: string;
  readonly awsOwned: boolean;
}

/** What one delivery of the log group holds against one key, in the order of delivery. */
export interface SuspectCalls {
  readonly accessKeyId: string;
  readonly foreign: readonly SuspectCall[];
  readonly denied: readonly SuspectCall[];
  readonly deniedCalls: readonly DeniedCall[];
}

interface Growing {
  readonly accessKeyId: string;
  readonly foreign: SuspectCall[];
  readonly denied: SuspectCall[];
  readonly deniedCalls: DeniedCall[];
}

/**
 * Finds the calls that speak against long-term keys, by key. Calls of services on a key's behalf are none of the key's
 * doing, and an event that comes twice counts once. Nothing in the events makes it throw.
 */
export function sortCalls(logEvents: readonly LogEvent[], check: OriginCheck): readonly SuspectCalls[] {
  const byKey = new Map<string, Growing>();
  const seen = new Set<string>();
  for (const { id, timestamp, message } of logEvents) {
    const { record } = parseLogEvent(message);
    // A message that is no record is told of by `post-denials`, whose filter takes whatever is denied.
    if (record === undefined) continue;
    const accessKeyId = textAt(record, "userIdentity", "accessKeyId");
    if (accessKeyId?.startsWith("AKIA") !== true || isServiceCall(record, accessKeyId)) continue;
    const eventId = textAt(record, "eventID") ?? id;
    if (seen.has(eventId)) continue;
    seen.add(eventId);
    const source = sourceOf(record);
    const atMs = timeOf(record, timestamp);
    const origin = check(source, atMs);
    const isDenied = classifyRecord(record) === "denial";
    if (origin.kind !== "foreign" && !isDenied) continue;
    const call: SuspectCall = {
      record,
      eventId,
      atMs,
      address: source.address,
      awsOwned: origin.kind === "foreign" && origin.awsOwned,
      ...(origin.kind === "foreign" ? { country: origin.country } : {}),
    };
    let calls = byKey.get(accessKeyId);
    if (calls === undefined)
      byKey.set(accessKeyId, (calls = { accessKeyId, foreign: [], denied: [], deniedCalls: [] }));
    if (origin.kind === "foreign") calls.foreign.push(call);
    if (!isDenied) continue;
    calls.denied.push(call);
    // The trails of two accounts record a call between them twice, under one shared id.
    calls.deniedCalls.push({ eventId: textAt(record, "sharedEventID") ?? eventId, atMs });
  }
  return [...byKey.values()];
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
