import type { InputItem } from "../../local/input/items";
import { eventOfRecord, kindOfRecord } from "../../local/play/cloudtrail-event";
import { eventRules } from "../../local/play/event-rules";
import { Graph, numberOf, textOf } from "../../local/play/graph";
import { LogGroups } from "../../local/play/log-groups";
import { metricKey, MetricStore } from "../../local/play/metrics";
import { fileReaders } from "../../local/play/trail-files";
import type { Layout } from "../../local/program/layout";
import { textAt } from "../../core/cloudtrail/record";

/** Who is declared to hear of an event. */
export interface Listeners {
  /** By what each one is handed it. */
  readonly handedTo: readonly { readonly to: string; readonly by: string }[];
  readonly countedBy: readonly CountingAlarm[];
  /** False for a record that is too large for the log group and for EventBridge. */
  readonly isDelivered: boolean;
}

/** An alarm on a metric that the event is counted in. */
export interface CountingAlarm {
  readonly alarm: string;
  readonly metric: string;
  /** How long the event counts. */
  readonly countsForMs: number;
}

/** Works out by the declared filters and rules who is handed an event, and which alarms it counts for. */
export function listenersOf(layout: Layout, item: InputItem): Listeners {
  const graph = new Graph(layout);
  if (item.kind === "eventbridge") {
    return { handedTo: byRules(graph, item.event), countedBy: [], isDelivered: true };
  }
  const store = new MetricStore();
  const groups = new LogGroups(graph, store);
  const readers = fileReaders(graph).filter(({ matches }) => matches(item.record));
  const byFile = readers.map(({ functionName }) => ({ to: functionName, by: "a log file in the trail's bucket" }));
  if (!groups.delivers(item)) return { handedTo: byFile, countedBy: [], isDelivered: false };
  const bySubscription = groups.ingest(item).flatMap((position) => {
    const subscription = groups.subscriptions[position];
    return subscription === undefined
      ? []
      : [{ to: subscription.functionName, by: `subscription filter ${subscription.name}` }];
  });
  const kind = kindOfRecord(item.record);
  const ruled = kind === undefined ? [] : byRules(graph, eventOfRecord(item.record, kind, item.origin));
  const counted = groups.metricKeys.filter((key) => store.minutesOf(key).length > 0);
  return { handedTo: [...bySubscription, ...byFile, ...ruled], countedBy: alarmsOn(graph, counted), isDelivered: true };
}

/** Rules in the event's own region; where none wants it there, those of the stack's region, where it is forwarded to. */
function byRules(graph: Graph, event: unknown): { readonly to: string; readonly by: string }[] {
  const wanting = eventRules(graph).filter(({ bus, matches }) => bus.name === "default" && matches(event));
  const regions = [textAt(event, "region"), graph.account.region];
  const region = regions.find((one) => wanting.some(({ bus }) => bus.region === one));
  return wanting
    .filter(({ bus }) => bus.region === region)
    .flatMap(({ name, targets }) => targets.map(({ arn }) => ({ to: nameOf(graph, arn), by: `rule ${name}` })));
}

function nameOf(graph: Graph, arn: string): string {
  return graph.functionOfArn(arn) ?? graph.withArn(arn)?.name ?? arn;
}

function alarmsOn(graph: Graph, keys: readonly string[]): CountingAlarm[] {
  return graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(({ name, inputs }) => {
    const metric = textOf(inputs.metricName);
    if (!keys.includes(metricKey(textOf(inputs.namespace), metric))) return [];
    const countsForMs = numberOf(inputs.period) * numberOf(inputs.evaluationPeriods) * 1000;
    return [{ alarm: name, metric, countsForMs }];
  });
}
