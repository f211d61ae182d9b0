import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { noteAlarm, noteOwnAlarmLink } from "./declared-alarms";
import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import { policyDocument } from "./policy-document";
import { noteQueue } from "./queue-links";
import { runbook } from "./runbook";
import { siemReaders } from "./siem-readers";
import type { TrailLogGroup } from "./trail";
import { trailOwner } from "./trail-owner";
import type { WardenContext } from "./warden-context";

export interface LogFilesArgs {
  readonly logGroup: TrailLogGroup | undefined;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly alertTopicArn: pulumi.Output<string>;
}

/** Where new log files are announced, for a SIEM that pulls them. */
export interface LogFiles {
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
}

/** 14 days, the longest that SQS keeps a message. */
const messageRetentionSeconds = 1_209_600;

/** Where pulling log files, and what can go wrong with it, is told. */
const pullPage = "docs/siem.md";

/** What the names of log files end with. */
const filterSuffix = ".json.gz";

/** Nobody has come for an announcement in six hours. */
const waitingAlarmSeconds = 21_600;

/**
 * The queue `log-files` with its dead-letter queue, which announces the trail's new log files to the SIEM that reads it;
 * undefined unless `siem.logFiles` asks for it. The bucket of a trail that is not the stack's own keeps its notifications as
 * they are, because it has one configuration of them: the queue is subscribed to the topic that announces there already.
 */
export function declareLogFiles(context: WardenContext, args: LogFilesArgs): LogFiles | undefined {
  const { siem } = context.configuration;
  if (!siem.logFiles) return undefined;
  const { topicArn, isTopicOfOthers } = announcingTopic(context, args);
  const { tags } = context;
  const keeping = { messageRetentionSeconds, sqsManagedSseEnabled: true, tags };
  const deadLetterQueue = new aws.sqs.Queue("log-files-dead-letters", keeping);
  const queue = new aws.sqs.Queue("log-files", {
    ...keeping,
    visibilityTimeoutSeconds: siem.visibilityTimeoutSeconds,
    // A reader that asks does not get an empty answer at once: twenty seconds are the most.
    receiveWaitTimeSeconds: 20,
    redrivePolicy: pulumi.jsonStringify({
      deadLetterTargetArn: deadLetterQueue.arn,
      maxReceiveCount: siem.maxReceiveCount,
    }),
  });
  const child = { parent: queue };
  const queuePolicy = new aws.sqs.QueuePolicy(
    "log-files",
    { queueUrl: queue.url, policy: queuePolicyDocument(queue, topicArn, context) },
    child,
  );
  const subscription = new aws.sns.TopicSubscription(
    "log-files",
    { topic: topicArn, protocol: "sqs", endpoint: queue.arn },
    { ...child, dependsOn: [queuePolicy] },
  );
  noteOwnPart(context, subscription.arn);
  const title = "log-files";
  noteLink(context, { kind: "topic-subscription", title, topicArn, isTopicOfOthers, endpoint: queue.arn });
  noteQueue(title, queue, [{ service: "sns.amazonaws.com", sourceArn: topicArn }], context);
  noteQueue(`${title}-dead-letters`, deadLetterQueue, [], context);
  declareAlarms(queue, deadLetterQueue, context, args.alertTopicArn);
  return { queue, deadLetterQueue };
}

interface AnnouncingTopic {
  readonly topicArn: pulumi.Input<string>;
  readonly isTopicOfOthers: boolean;
}

/** The stack's own topic on its own bucket, or the one that the configuration names. Stops the preview where there is neither. */
function announcingTopic(context: WardenContext, args: LogFilesArgs): AnnouncingTopic {
  const { trail, siem } = context.configuration;
  const bucket = args.logGroup?.bucket;
  if (bucket !== undefined) {
    if (siem.topic === undefined)
      return { topicArn: announceOwn(bucket, context, args.kmsKeyArn), isTopicOfOthers: false };
    throw new pulumi.RunError(
      "api-warden:siem.topic: found it beside a trail that the stack creates, whose log files are announced by a topic of its own; leave it out",
    );
  }
  const named = trail.kind === "bucket" && trail.announcedBy.kind === "topic" ? trail.announcedBy.topicArn : undefined;
  const topicArn = siem.topic ?? named;
  if (topicArn !== undefined) return { topicArn, isTopicOfOthers: true };
  throw new pulumi.RunError(
    "api-warden:siem.logFiles: the trail's bucket is not the stack's own, and a bucket has one notification configuration, which setting would drop; name the topic that its present notification announces new log files on (siem.topic), or have its owner add one",
  );
}

/** S3 checks that it may publish when the notification is made. https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html */
function announceOwn(
  bucket: aws.s3.Bucket,
  context: WardenContext,
  kmsKeyArn: pulumi.Output<string>,
): pulumi.Output<string> {
  const { accountId, tags, title } = context;
  const topic = new aws.sns.Topic("log-files", {
    displayName: `${title} new log files`,
    kmsMasterKeyId: kmsKeyArn,
    tags,
  });
  noteOwnPart(context, topic.name);
  const child = { parent: topic };
  const policy = policyDocument([
    {
      Sid: "Announce",
      Principal: { Service: "s3.amazonaws.com" },
      Action: ["sns:Publish"],
      Resource: topic.arn,
      Condition: { ArnEquals: { "aws:SourceArn": bucket.arn }, StringEquals: { "aws:SourceAccount": accountId } },
    },
  ]);
  const topicPolicy = new aws.sns.TopicPolicy("log-files", { arn: topic.arn, policy }, child);
  const prefixes = logFilePrefixes(context);
  new aws.s3.BucketNotification(
    "log-files",
    {
      bucket: bucket.id,
      topics: prefixes.map((filterPrefix) => ({
        topicArn: topic.arn,
        events: ["s3:ObjectCreated:*"],
        filterPrefix,
        filterSuffix,
      })),
    },
    { ...child, dependsOn: [topicPolicy] },
  );
  noteOwnAnnouncement(bucket, topic, pulumi.all(prefixes), context);
  return topic.arn;
}

function noteOwnAnnouncement(
  bucket: aws.s3.Bucket,
  topic: aws.sns.Topic,
  prefixes: pulumi.Output<string[]>,
  context: WardenContext,
): void {
  const title = "log-files";
  const announced = { bucket: bucket.id, topicArn: topic.arn, prefixes, suffix: filterSuffix };
  noteLink(context, { kind: "bucket-notification", title, ...announced });
  noteLink(context, { kind: "topic", title, arn: topic.arn, addresses: [], publishers: ["s3.amazonaws.com"] });
}

/**
 * Digests, which lie beside the log files under `CloudTrail-Digest/`, are not announced; those of an organization's member
 * accounts are, because a prefix can't leave them out. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
function logFilePrefixes(context: WardenContext): pulumi.Output<string>[] {
  const { trail } = context.configuration;
  const own = pulumi.interpolate`AWSLogs/${trailOwner(context)}/CloudTrail/`;
  if (trail.kind !== "create" || !trail.organization) return [own];
  return [own, pulumi.interpolate`AWSLogs/${aws.organizations.getOrganizationOutput().id}/`];
}

function queuePolicyDocument(
  queue: aws.sqs.Queue,
  topicArn: pulumi.Input<string>,
  context: WardenContext,
): pulumi.Output<string> {
  const readers = siemReaders(context);
  return policyDocument([
    {
      Sid: "Announcements",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: queue.arn,
      Condition: {
        ArnEquals: { "aws:SourceArn": topicArn },
        // The topic of a trail in another account sends for that account.
        StringEquals: { "aws:SourceAccount": pulumi.output(topicArn).apply((arn) => arn.split(":")[4] ?? "") },
      },
    },
    ...(readers === undefined
      ? []
      : [
          {
            Sid: "Readers",
            Principal: readers,
            Action: [
              "sqs:ChangeMessageVisibility",
              "sqs:DeleteMessage",
              "sqs:GetQueueAttributes",
              "sqs:GetQueueUrl",
              "sqs:ReceiveMessage",
            ],
            Resource: queue.arn,
          },
        ]),
  ]);
}

function declareAlarms(
  queue: aws.sqs.Queue,
  deadLetterQueue: aws.sqs.Queue,
  context: WardenContext,
  topicArn: pulumi.Output<string>,
): void {
  const { title, tags } = context;
  const common = {
    namespace: "AWS/SQS",
    statistic: "Maximum",
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
    tags,
  };
  const letters = new aws.cloudwatch.MetricAlarm("log-files-dead-letters", {
    ...common,
    alarmDescription: `Log files of ${title} were received by the SIEM again and again and never dealt with. They are all in the bucket; when the cause is gone, start a redrive of the dead-letter queue. ${runbook(pullPage, context)}`,
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetterQueue.name },
    threshold: 0,
  });
  const waiting = new aws.cloudwatch.MetricAlarm("log-files-waiting", {
    ...common,
    alarmDescription: `No SIEM has come for the log files of ${title} in six hours. They wait for 14 days. ${runbook(pullPage, context)}`,
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.name },
    threshold: waitingAlarmSeconds,
  });
  noteAlarm(letters, context);
  noteAlarm(waiting, context);
  noteOwnAlarmLink("log-files-dead-letters", letters, context);
  noteOwnAlarmLink("log-files-waiting", waiting, context);
}
