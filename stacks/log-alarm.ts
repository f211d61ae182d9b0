import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { AlarmConfiguration } from "../core/configuration/configuration";
import { checkedPattern } from "./checked-pattern";
import { noteAlarm } from "./declared-alarms";
import { noteLink } from "./links";
import type { SummedMetric } from "./own-alarm";
import { noteOwnPart } from "./own-parts";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

/** Namespace of the CIS AWS Foundations alarms, as Security Hub's remediation pages write it. */
const namespace = "CISBenchmark";

/** The most characters that CloudWatch takes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const mostDescriptionCharacters = 1024;

export interface LogAlarmArgs {
  readonly pattern: string;
  readonly description: string;
  readonly alarm: AlarmConfiguration;
  readonly topicArn: pulumi.Input<string>;
}

/** A metric filter on the trail's log group and an alarm on the sum of what it counts, in the form that benchmarks ask for. */
export function declareLogAlarm(
  name: string,
  { pattern, description, alarm, topicArn }: LogAlarmArgs,
  logGroup: TrailLogGroup,
  context: WardenContext,
): aws.cloudwatch.MetricAlarm {
  const { name: metricName } = logMetric(name, context);
  const filter = new aws.cloudwatch.LogMetricFilter(name, {
    logGroupName: logGroup.name,
    pattern: checkedPattern(name, pattern),
    metricTransformation: { name: metricName, namespace, value: "1", defaultValue: "0" },
  });
  const made = new aws.cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription: description.slice(0, mostDescriptionCharacters),
      namespace,
      metricName,
      statistic: "Sum",
      period: alarm.periodSeconds,
      evaluationPeriods: 1,
      threshold: alarm.threshold,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      tags: context.tags,
    },
    { dependsOn: [filter] },
  );
  noteOwnPart(context, filter.name);
  noteAlarm(made, context);
  const counted = { logGroup: logGroup.name, pattern, namespace, metric: metricName };
  noteLink(context, { kind: "metric-filter", title: name, name: filter.name, ...counted });
  noteLink(context, { kind: "alarm", title: name, name: made.name, topicArn, threshold: alarm.threshold });
  return made;
}

/** The metric that the filter of this name counts in. */
export function logMetric(name: string, { title }: WardenContext): SummedMetric & { readonly name: string } {
  return { namespace, name: `${title}-${name}` };
}
