import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { noteAlarm, noteOwnAlarmLink } from "./declared-alarms";
import { runbook } from "./runbook";
import type { WardenContext } from "./warden-context";
import type { WatchedFunction } from "./watched-function";

/** Mails when something that a function could not handle waits in its dead-letter queue. */
export function declareDeadLetterAlarm(
  name: string,
  target: Pick<WatchedFunction, "deadLetterQueue">,
  context: WardenContext,
  topicArn: pulumi.Input<string>,
): void {
  const alarm = new aws.cloudwatch.MetricAlarm(`${name}-dead-letters`, {
    alarmDescription: `${name} of ${context.title} could not handle an event three times, for example because Slack is down. Nothing is lost: when the cause is gone, redrive the dead-letter queue. ${runbook("docs/detections.md#a-dead-letter", context)}`,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: target.deadLetterQueue.name },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
    tags: context.tags,
  });
  noteAlarm(alarm, context);
  noteOwnAlarmLink(`${name}-dead-letters`, alarm, context);
}
