import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { securityHubUnauthorizedPattern, cisAlarm } from "../core/cis-alarms";
import { checkedPattern } from "./checked-pattern";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

/** Namespace of the CIS AWS Foundations alarms, as Security Hub's remediation pages write it. */
const namespace = "CISBenchmark";

/**
 * The metric filter and alarm on denied calls that a benchmark scanner looks for, text for text. Two texts are in use and
 * contradict each other: Security Hub's CloudWatch.2 takes the two-term form only, CIS v6 5.1 has two exclusions more.
 */
export function declareComplianceAlarms(
  context: WardenContext,
  logGroup: TrailLogGroup,
  topicArn: pulumi.Input<string>,
): void {
  const { compliance } = context.configuration;
  if (compliance === "securityhub" || compliance === "both") {
    declare("denied-calls", securityHubUnauthorizedPattern, context, logGroup, topicArn);
  }
  if (compliance === "cis6" || compliance === "both") {
    declare("denied-calls-cis6", cisAlarm("5.1").pattern, context, logGroup, topicArn);
  }
}

function declare(
  name: string,
  pattern: string,
  context: WardenContext,
  logGroup: TrailLogGroup,
  topicArn: pulumi.Input<string>,
): void {
  const { alarm } = context.configuration.denials;
  const metricName = `${context.title}-${name}`;
  const filter = new aws.cloudwatch.LogMetricFilter(name, {
    logGroupName: logGroup.name,
    pattern: checkedPattern(name, pattern),
    metricTransformation: { name: metricName, namespace, value: "1", defaultValue: "0" },
  });
  new aws.cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription: `Calls denied in the log group of ${context.title}. Slack has who, what and when.`,
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
}
