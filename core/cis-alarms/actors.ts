import { errorCodeOf } from "../cloudtrail/error-code";
import { shownAt } from "../cloudtrail/field";
import { principalOf } from "../cloudtrail/identity";
import { serviceOfHost } from "../cloudtrail/partition";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt } from "../cloudtrail/record";
import { sourceOf } from "../cloudtrail/source-address";
import type { Principal, Source } from "../denials/denial";

/** How often something was seen. */
export interface Seen<Value> {
  readonly value: Value;
  readonly count: number;
}

/** One caller among those whose calls made an alarm go off. All texts are as CloudTrail wrote them. */
export interface Actor {
  /** As in its newest call. */
  readonly principal: Principal;
  readonly calls: number;
  /** Calls that failed, whatever the reason. */
  readonly failed: number;
  /** `service:Action`, most first. */
  readonly actions: readonly Seen<string>[];
  readonly addresses: readonly Seen<Source>[];
  /** Accounts that recorded the calls, most first. */
  readonly accounts: readonly Seen<string>[];
  /** Milliseconds since 1970; undefined where no record has a time. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** The newest call, for a link. */
  readonly sample: { readonly eventId: string; readonly region: string; readonly account?: string | undefined };
}

/** Callers by the number of their calls, most first; each event counts once. A record may lack anything. */
export function actorsOf(records: readonly CloudTrailRecord[]): Actor[] {
  const byCaller = new Map<string, CloudTrailRecord[]>();
  const seen = new Set<string>();
  for (const record of records) {
    const id = textAt(record, "eventID");
    if (id !== undefined && seen.has(id)) continue;
    if (id !== undefined) seen.add(id);
    const { type, account, arn, name } = principalOf(record);
    const caller = JSON.stringify([type, account, arn, name]);
    const calls = byCaller.get(caller);
    if (calls === undefined) byCaller.set(caller, [record]);
    else calls.push(record);
  }
  return [...byCaller.values()]
    .map(actorOf)
    .sort((one, other) => other.calls - one.calls || newness(other) - newness(one));
}

function newness({ lastMs }: Actor): number {
  return lastMs ?? 0;
}

function actorOf(records: readonly CloudTrailRecord[]): Actor {
  const inTime = [...records].sort((one, other) => timeOf(one) - timeOf(other));
  const newest = inTime.at(-1) ?? {};
  const times = inTime.map(timeOf).filter((atMs) => atMs > 0);
  return {
    principal: principalOf(newest),
    calls: records.length,
    failed: records.filter(isFailed).length,
    actions: mostSeen(records.map(actionOf), (action) => action),
    addresses: mostSeen(records.map(sourceOf), ({ address }) => address),
    accounts: mostSeen(
      records.flatMap((record) => textAt(record, "recipientAccountId") ?? []),
      (account) => account,
    ),
    firstMs: times[0],
    lastMs: times.at(-1),
    sample: {
      eventId: textAt(newest, "eventID") ?? "",
      region: textAt(newest, "awsRegion") ?? "",
      account: textAt(newest, "recipientAccountId"),
    },
  };
}

/** A failed sign-in has no error code, but a message. */
function isFailed(record: CloudTrailRecord): boolean {
  return errorCodeOf(record) !== "unknown" || textAt(record, "errorMessage") !== undefined;
}

function actionOf(record: CloudTrailRecord): string {
  const source = shownAt(record, "eventSource") ?? "unknown";
  return `${serviceOfHost(source) ?? source}:${shownAt(record, "eventName") ?? "unknown"}`;
}

/** 0 for a record without a time. */
function timeOf(record: CloudTrailRecord): number {
  const atMs = Date.parse(textAt(record, "eventTime") ?? "");
  return Number.isFinite(atMs) ? atMs : 0;
}

function mostSeen<Value>(values: readonly Value[], keyOf: (value: Value) => string): Seen<Value>[] {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  for (const value of values) {
    const key = keyOf(value);
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { value, count: 1 });
    else found.count += 1;
  }
  return [...counts.entries()]
    .sort(([one, { count: left }], [other, { count: right }]) => right - left || (one < other ? -1 : 1))
    .map(([, seen]) => seen);
}
