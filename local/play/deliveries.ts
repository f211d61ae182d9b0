import * as zlib from "node:zlib";

import { denialOf } from "../../core/denials/normalise";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { Subscription } from "./log-groups";

/** A record that some subscription wants, as it is kept until it is played. */
export interface KeptEvent {
  readonly id: string;
  readonly stream: string;
  readonly message: string;
  /** Positions of the subscriptions that want it. */
  readonly wanted: readonly number[];
}

/** One envelope for one function. */
export interface Delivery {
  readonly subscription: Subscription;
  /** When CloudTrail has put the minute's records into the stream: the time of the last one that somebody wants. */
  readonly atMs: number;
  readonly event: { readonly awslogs: { readonly data: string } };
  readonly eventIds: readonly string[];
}

interface TimedEvent extends KeptEvent {
  readonly atMs: number;
}

/** CloudWatch Logs sends at most 1 MB at once. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostBatchBytes = 1_048_576;

/** Bytes that CloudWatch Logs counts for each event beside its message. */
const eventOverheadBytes = 26;

/** Batches the events of one minute, per subscription and log stream, in the order of time. */
export function deliveriesOf(
  events: readonly TimedEvent[],
  subscriptions: readonly Subscription[],
  owner: string,
): Delivery[] {
  const deliveries: Delivery[] = [];
  const lastMs = new Map(events.map(({ stream, atMs }) => [stream, atMs]));
  subscriptions.forEach((subscription, position) => {
    const streams = new Map<string, TimedEvent[]>();
    for (const event of events) {
      if (!event.wanted.includes(position)) continue;
      const stream = streams.get(event.stream);
      if (stream === undefined) streams.set(event.stream, [event]);
      else stream.push(event);
    }
    for (const [stream, wanted] of streams) {
      for (const batch of batches(wanted)) {
        deliveries.push(deliveryOf(subscription, owner, stream, batch, lastMs.get(stream) ?? 0));
      }
    }
  });
  return deliveries.sort((one, other) => one.atMs - other.atMs);
}

function* batches(events: readonly TimedEvent[]): Generator<TimedEvent[]> {
  let batch: TimedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + eventOverheadBytes;
    if (batch.length > 0 && bytes + size > mostBatchBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function deliveryOf(
  subscription: Subscription,
  owner: string,
  logStream: string,
  batch: readonly TimedEvent[],
  atMs: number,
): Delivery {
  const envelope = {
    messageType: "DATA_MESSAGE",
    owner,
    logGroup: subscription.logGroup,
    logStream,
    subscriptionFilters: [subscription.name],
    logEvents: batch.map(({ id, atMs: timestamp, message }) => ({ id, timestamp, message })),
  };
  const data = zlib.gzipSync(JSON.stringify(envelope), { level: 1 }).toString("base64");
  return {
    subscription,
    atMs,
    event: { awslogs: { data } },
    eventIds: batch.flatMap((event) => eventIdOf(event)),
  };
}

/** The id under which a denial is told of; nothing for a record that is none. */
function eventIdOf({ id, atMs, message }: TimedEvent): string[] {
  const denial = denialOf(JSON.parse(message) as CloudTrailRecord, id, atMs);
  return denial === undefined ? [] : [denial.eventId];
}
