import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { alarmGroups } from "../core/self-watch/alarms";
import type { OwnAlarmArgs, SummedMetric } from "./own-alarm";
import { declareOwnAlarm } from "./own-alarm";
import { countInOwnLogs } from "./own-log-metrics";
import type { WardenTopic } from "./topic";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";
import type { WatchedFunction } from "./watched-function";

/** Where the trail's records come in: its log group, or the queue that announces its files. */
export interface RecordSource {
  readonly logGroup: TrailLogGroup | undefined;
  readonly filesQueueArn?: pulumi.Input<string> | undefined;
}

/** A topic that people read. */
export type PeopleTopic = Pick<WardenTopic, "arn"> & { readonly topic: Pick<WardenTopic["topic"], "name"> };

export interface SelfWatchArgs extends RecordSource {
  readonly functions: readonly WatchedFunction[];
  readonly alertTopic: PeopleTopic;
  readonly complianceTopic: PeopleTopic;
}

/** Functions fail, or are held back, for a quarter of an hour before people are told: what is tried again soon is no news. */
const lasting = Object.freeze({ periodSeconds: 300, periods: 3, when: "something" } as const);

const hourSeconds = 3600;

/** What tells people where a function has failed for good, or late: dead-letter queues have alarms of their own. */
const functionMetrics = Object.freeze({ "function-errors": "Errors", "function-throttles": "Throttles" } as const);

/**
 * The alarms on Warden itself, as `selfWatch` asks for them. Those on functions add ten of them up, which is as many as an alarm may
 * look at: AWS asks the same for one alarm on ten metrics as for ten alarms, and people get one mail where all functions fail for
 * one reason. The mail names the ten; the dashboard shows which it is.
 */
export function declareSelfWatch(context: WardenContext, args: SelfWatchArgs): readonly aws.cloudwatch.MetricAlarm[] {
  const { errors, throttles, deliveries, silentAfterHours } = context.configuration.selfWatch;
  return [
    ...(errors ? functionAlarms("function-errors", context, args) : []),
    ...(throttles ? functionAlarms("function-throttles", context, args) : []),
    ...(deliveries ? [deliveryAlarm(context, args)] : []),
    ...(silentAfterHours === undefined ? [] : [silenceAlarm(silentAfterHours, context, args)]),
  ];
}

function functionAlarms(
  kind: keyof typeof functionMetrics,
  context: WardenContext,
  { functions, alertTopic }: SelfWatchArgs,
): aws.cloudwatch.MetricAlarm[] {
  return alarmGroups(functions).map((group, position) =>
    declareOwnAlarm(
      position === 0 ? kind : `${kind}-${position + 1}`,
      {
        kind,
        metrics: group.map(({ function: { name } }) => ({
          namespace: "AWS/Lambda",
          name: functionMetrics[kind],
          dimensions: { FunctionName: name },
        })),
        about: `It is one of ${group.map(({ name }) => name).join(", ")}.`,
        ...lasting,
        topicArns: [alertTopic.arn],
      },
      context,
    ),
  );
}

/** A topic that mails nobody any more can't mail that: both topics for people are told, and each counts the other's failures. */
function deliveryAlarm(context: WardenContext, { functions, alertTopic, complianceTopic }: SelfWatchArgs) {
  const topics = [alertTopic, complianceTopic];
  const args: OwnAlarmArgs = {
    kind: "failed-deliveries",
    metrics: [
      countInOwnLogs(
        "undelivered",
        functions.filter(({ speaks }) => speaks),
        context,
      ),
      ...topics.map(failedMails),
    ],
    periodSeconds: 300,
    periods: 1,
    when: "something",
    topicArns: topics.map(({ arn }) => arn),
  };
  return declareOwnAlarm("failed-deliveries", args, context);
}

/** Mails that a topic could not hand over. https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function failedMails({ topic }: PeopleTopic): SummedMetric {
  return { namespace: "AWS/SNS", name: "NumberOfNotificationsFailed", dimensions: { TopicName: topic.name } };
}

function silenceAlarm(hours: number, context: WardenContext, args: SelfWatchArgs): aws.cloudwatch.MetricAlarm {
  const { metric, isKeptHere } = arrivals(args, context);
  return declareOwnAlarm(
    "silence",
    {
      kind: "silence",
      metrics: [metric],
      about: `It was silent for ${hours} h.`,
      periodSeconds: hourSeconds,
      periods: hours,
      when: "nothing",
      isKeptHere,
      topicArns: [args.alertTopic.arn],
    },
    context,
  );
}

/**
 * The metric that moves when records come in. Metrics of a queue are kept in the queue's own account.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function arrivals(
  { logGroup, filesQueueArn }: RecordSource,
  { accountId }: WardenContext,
): { readonly metric: SummedMetric; readonly isKeptHere: pulumi.Output<boolean> } {
  if (logGroup !== undefined) {
    const metric = { namespace: "AWS/Logs", name: "IncomingLogEvents", dimensions: { LogGroupName: logGroup.name } };
    return { metric, isKeptHere: pulumi.output(true) };
  }
  if (filesQueueArn === undefined) throw new Error("records come from a log group or from files");
  const partsOfArn = pulumi.output(filesQueueArn).apply((arn) => arn.split(":"));
  return {
    metric: {
      namespace: "AWS/SQS",
      name: "NumberOfMessagesSent",
      dimensions: { QueueName: partsOfArn.apply((parts) => parts[5] ?? "") },
    },
    isKeptHere: pulumi.all([partsOfArn, accountId]).apply(([parts, own]) => parts[4] === own),
  };
}
