import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { OwnAlarmKind } from "../core/self-watch/alarms";
import { ownAlarms, ownRunbookPlace } from "../core/self-watch/alarms";
import { noteAlarm, noteOwnAlarmLink } from "./declared-alarms";
import { runbook } from "./runbook";
import type { WardenContext } from "./warden-context";

export interface SummedMetric {
  readonly namespace: string;
  readonly name: pulumi.Input<string>;
  readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>>;
}

export interface OwnAlarmArgs {
  readonly kind: OwnAlarmKind;
  /** Ten at most; their sums are added up. */
  readonly metrics: readonly SummedMetric[];
  /** What the mail says beside what the kind says by itself: a sentence. */
  readonly about?: string;
  /** Of the metrics, in which they are added up, and how many of them in a row have to be as `when` says. */
  readonly periodSeconds: number;
  readonly periods: number;
  readonly when: "something" | "nothing";
  /** False where the metric is kept elsewhere, so that its absence says nothing. */
  readonly isKeptHere?: pulumi.Input<boolean>;
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * An alarm on a sum of metrics that mails when something is wrong, and again when it is well.
 */
export function declareOwnAlarm(
  name: string,
  { kind, metrics, about, periodSeconds, periods, when, isKeptHere = true, topicArns }: OwnAlarmArgs,
  context: WardenContext,
): aws.cloudwatch.MetricAlarm {
  const { title, tags } = context;
  const queries = metrics.map(({ namespace, name: metricName, dimensions }, position) => ({
    id: `m${position}`,
    metric: { namespace, metricName, ...(dimensions && { dimensions }), period: periodSeconds, stat: "Sum" },
  }));
  const isSilence = when === "nothing";
  const countsGaps = pulumi.output(isKeptHere).apply((isKept) => isSilence && isKept);
  const alarm = new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: [
      `${title}: ${ownAlarms[kind].says}.`,
      ...(about === undefined ? [] : [about]),
      runbook(ownRunbookPlace(kind), context),
    ].join(" "),
    metricQueries: [
      {
        id: "sum",
        // With gaps left as they are, CloudWatch goes back to older periods that have records before it takes a gap for one.
        expression: countsGaps.apply((counts) => (counts ? "FILL(m0, 0)" : "SUM(METRICS())")),
        label: ownAlarms[kind].title,
        returnData: true,
      },
      ...queries,
    ],
    evaluationPeriods: periods,
    threshold: 1,
    comparisonOperator: isSilence ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
    treatMissingData: countsGaps.apply((counts) => (counts ? "breaching" : "notBreaching")),
    alarmActions: [...topicArns],
    okActions: [...topicArns],
    tags,
  });
  noteAlarm(alarm, context);
  noteOwnAlarmLink(name, alarm, context);
  return alarm;
}
