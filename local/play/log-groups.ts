import { compileFilterPattern } from "../../core/filter-pattern/compile";
import type { CloudTrailItem } from "../input/items";
import type { Graph } from "./graph";
import { textOf } from "./graph";
import { MetricFilters } from "./metric-filters";
import type { MetricStore } from "./metrics";

/** Larger events are not delivered by CloudTrail. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html */
const mostEventBytes = 262_144;

/** CloudWatch Logs allows two subscription filters per log group. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostSubscriptions = 2;

/** Characters of which a record may have so many and is small enough for the log group, whatever they are. */
export const surelyDeliveredCharacters = mostEventBytes / 3;

/** Whether a record of this JSON is small enough for CloudTrail to deliver it to the log group. */
export function isDelivered(text: string): boolean {
  return text.length <= surelyDeliveredCharacters || Buffer.byteLength(text) <= mostEventBytes;
}

/** A declared subscription filter. */
export interface Subscription {
  readonly name: string;
  readonly logGroup: string;
  readonly functionName: string;
  readonly matches: (record: unknown) => boolean;
}

/** The trail's log group with what is declared on it: counts metrics, and says which subscriptions want a record. */
export class LogGroups {
  readonly subscriptions: readonly Subscription[];
  private readonly metrics: MetricFilters;

  constructor(graph: Graph, store: MetricStore) {
    this.metrics = new MetricFilters(graph, store);
    this.subscriptions = graph.all("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").map((filter) => {
      const functionName = graph.functionOfArn(filter.inputs.destinationArn);
      if (functionName === undefined)
        throw new Error(`subscription filter ${filter.name} leads to no declared function`);
      return {
        name: filter.name,
        logGroup: textOf(filter.inputs.logGroup),
        functionName,
        matches: compileFilterPattern(textOf(filter.inputs.filterPattern)),
      };
    });
    this.refuseThird();
  }

  get metricKeys(): readonly string[] {
    return this.metrics.keys;
  }

  private refuseThird(): void {
    const counts = new Map<string, number>();
    for (const { logGroup, name } of this.subscriptions) {
      const count = (counts.get(logGroup) ?? 0) + 1;
      if (count > mostSubscriptions) {
        throw new Error(`LimitExceededException: ${name} is the third subscription filter of log group ${logGroup}`);
      }
      counts.set(logGroup, count);
    }
  }

  /** False for a record that is too large to reach the log group. */
  delivers(item: CloudTrailItem): boolean {
    return isDelivered(item.text);
  }

  /** Whether a metric filter or a subscription takes the record. */
  wants(record: unknown): boolean {
    return this.subscriptions.some(({ matches }) => matches(record)) || this.metrics.takes(record);
  }

  /** Counts the record in the metrics, and returns the positions of the subscriptions that it goes to. */
  ingest(item: CloudTrailItem): number[] {
    this.metrics.count(item.record, item.atMs);
    const wanted: number[] = [];
    for (let at = 0; at < this.subscriptions.length; at += 1) {
      if (this.subscriptions[at]?.matches(item.record)) wanted.push(at);
    }
    return wanted;
  }
}
