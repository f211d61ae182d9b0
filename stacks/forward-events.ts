import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { forwardEvents } from "../handlers/forward-events";
import type { ForwardEventsEnvironment, ForwardEventsSettings } from "../handlers/forward-events/settings";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { noteOwnAlarmLink } from "./declared-alarms";
import { consumeQueue, consumeStatement } from "./function-queue";
import { noteOwnPart } from "./own-parts";
import { namedSecretArn } from "./slack-access";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

const timeoutSeconds = 30;

/** Six times the function's time-out, as AWS asks for; while Splunk is down, a message is tried again after so long. */
const visibilityTimeoutSeconds = 6 * timeoutSeconds;

/** A day of tries, one every three minutes: so long Splunk may be down before anything becomes a dead letter. */
const maxReceiveCount = (24 * 3600) / visibilityTimeoutSeconds;

/** 14 days, the longest that SQS keeps a message. */
const messageRetentionSeconds = 1_209_600;

/** As many as Lambda takes in one batch of 9 KB each and the collector in one request. */
const batchSize = 100;

/** Longer than Splunk's restart takes; three tries have failed by then. */
const waitingAlarmSeconds = 600;

/**
 * The queue that functions write to what they post, decide and do; undefined where the stack sends nothing to Splunk. It is
 * declared before the functions, which all know it.
 */
export function declareForwardQueue({ configuration, tags }: WardenContext): aws.sqs.Queue | undefined {
  if (configuration.splunk === undefined) return undefined;
  return new aws.sqs.Queue("forward-events", {
    visibilityTimeoutSeconds,
    messageRetentionSeconds,
    sqsManagedSseEnabled: true,
    tags,
  });
}

/** The function `forward-events` on that queue; undefined without it. */
export function declareForwardEvents(
  context: WardenContext,
  alertTopicArn: pulumi.Output<string>,
): WardenFunction | undefined {
  const { forwardQueue: queue, configuration } = context;
  const { splunk } = configuration;
  if (queue === undefined || splunk === undefined) return undefined;
  const settings: ForwardEventsSettings = { host: context.title };
  const environment: {
    [Name in Exclude<keyof ForwardEventsEnvironment, "DEAD_LETTER_QUEUE_URL">]: pulumi.Input<string>;
  } = { SPLUNK_HEC_URL: splunk.hecUrl, SPLUNK_TOKEN_SECRET_ID: splunk.tokenSecret };
  const target = new WardenFunction(
    "forward-events",
    {
      description: "Hands what the other functions post, decide and do to Splunk's HTTP Event Collector",
      handlerFactory: () => forwardEvents(settings),
      environment: { ...environment },
      ownNames: [queue.name],
      statements: [
        consumeStatement("TakeStatements", queue),
        {
          Sid: "SplunkToken",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: namedSecretArn(splunk.tokenSecret, context),
        },
      ],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: 2,
    },
    // What it states itself is about messages of the queue: forwarded, it would never end.
    { ...context, forwardQueue: undefined },
  );
  // As many at once as the function may have: what Lambda hands over in vain counts as received.
  consumeQueue(
    "forward-events",
    target,
    queue,
    {
      batchSize,
      windowSeconds: 10,
      maxReceiveCount,
      maximumConcurrency: 2,
    },
    context,
  );
  declareDeadLetterAlarm("forward-events", target, context, alertTopicArn);
  declareWaitingAlarm(queue, context, alertTopicArn);
  return target;
}

/** A message that SQS has handed out three times no longer counts here, so the alarm is one of the first ten minutes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
function declareWaitingAlarm(queue: aws.sqs.Queue, context: WardenContext, topicArn: pulumi.Output<string>): void {
  const alarm = new aws.cloudwatch.MetricAlarm("forward-events-waiting", {
    alarmDescription: `Splunk has not taken what ${context.title} states for ten minutes: it is down or busy, or refuses the token. Nothing is lost: it is tried again for a day and then waits for a redrive. The log of forward-events has Splunk's answers.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    period: 300,
    evaluationPeriods: 1,
    threshold: waitingAlarmSeconds,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
    tags: context.tags,
  });
  noteOwnPart(context, alarm.name);
  noteOwnAlarmLink("forward-events-waiting", alarm, context);
}
