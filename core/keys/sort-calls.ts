import type { OriginDoubt } from "../actions/action";
import { classifyRecord } from "../cloudtrail/error-code";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { sourceOf } from "../cloudtrail/source-address";
import type { OriginCheck } from "./country-check";
import type { DeniedCall } from "./denial-burst";
import type { WatchedCall } from "./watched-calls";

/** One call with a long-term key that speaks against the key: from abroad, or denied. */
export interface SuspectCall {
  readonly record: CloudTrailRecord;
  readonly eventId: string;
  readonly atMs: number;
  readonly address: string;
  /** Where it came from, if that is no allowed country. */
  readonly country?: string;
  /** What is doubtful about where it came from. */
  readonly doubt?: OriginDoubt | undefined;
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
 * doing. Nothing in the records makes it throw.
 */
export function sortCalls(calls: readonly WatchedCall[], check: OriginCheck): readonly SuspectCalls[] {
  const byKey = new Map<string, Growing>();
  for (const { record, accessKeyId, eventId, atMs, byService } of calls) {
    if (byService) continue;
    const source = sourceOf(record);
    const origin = check(source, atMs);
    const isDenied = classifyRecord(record) === "denial";
    if (origin.kind !== "foreign" && !isDenied) continue;
    const call: SuspectCall = {
      record,
      eventId,
      atMs,
      address: source.address,
      doubt: origin.doubt,
      ...(origin.kind === "foreign" ? { country: origin.country } : {}),
    };
    let suspect = byKey.get(accessKeyId);
    if (suspect === undefined)
      byKey.set(accessKeyId, (suspect = { accessKeyId, foreign: [], denied: [], deniedCalls: [] }));
    if (origin.kind === "foreign") suspect.foreign.push(call);
    if (!isDenied) continue;
    suspect.denied.push(call);
    // The trails of two accounts record a call between them twice, under one shared id.
    const deniedId = textAt(record, "sharedEventID") ?? eventId;
    const { doubt } = origin;
    suspect.deniedCalls.push({ eventId: deniedId, atMs, ...(doubt === undefined ? {} : { doubt }) });
  }
  return [...byKey.values()];
}
