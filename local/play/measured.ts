import "../account/services/cloudwatch";
import "../account/services/sqs";
import type { AccountSetup } from "../account/types";
import type { AlarmEffect } from "../effects";
import type { Graph } from "./graph";
import { textOf } from "./graph";
import { minuteMs } from "./metrics";
import type { Wiring } from "./wiring";

/** What CloudWatch and SQS would say now, for who asks the local account. */
export function measured(
  graph: Graph,
  { alarms, metrics, queues }: Wiring,
): Pick<AccountSetup, "alarmActionNews" | "metricData" | "queueDepths"> {
  const arns = graph.all("aws:sqs/queue:Queue").map(({ outputs }) => textOf(outputs.arn));
  return {
    alarmActionNews: alarms.takeActions(),
    metricData: graph.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").flatMap(({ inputs }) => {
      const { namespace = "", name = "" } = (inputs.metricTransformation ?? {}) as Readonly<Record<string, string>>;
      return metrics.minutesOf(`${namespace} ${name}`).map((atMs) => ({
        namespace,
        name,
        atMs,
        sum: metrics.over(`${namespace} ${name}`, atMs, atMs + minuteMs)?.sum ?? 0,
      }));
    }),
    queueDepths: Object.fromEntries(arns.map((arn) => [arn, queues.bodiesIn(arn).length])),
  };
}

/** A change of an alarm as the local CloudWatch is told of it. */
export function alarmNews(
  graph: Graph,
  { alarm, at, state }: AlarmEffect,
): NonNullable<AccountSetup["alarmNews"]>[number] {
  const declared = graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").find(({ name }) => name === alarm);
  return { name: textOf(declared?.outputs.name), atMs: Date.parse(at), state };
}
