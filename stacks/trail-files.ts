import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { serviceHostIn } from "../core/cloudtrail/partition";
import type { TrailConfiguration } from "../core/configuration/configuration";
import type { TriggeredFunction } from "./dead-letter-senders";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";

export type BucketTrail = Extract<TrailConfiguration, { kind: "bucket" }>;

/** The log files of a trail in a bucket of somebody else's making, and the queue that announces them. */
export interface TrailFilesSource {
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statements: readonly Statement[];
  /** Absent where the queue is the stack's own, which gives up by itself. */
  readonly mostTries?: number;
  readonly queueArn: pulumi.Input<string>;
  /** Has the function handle what the queue announces. */
  feed(target: TriggeredFunction): void;
}

/** Announcements in one invocation, at most: their records are worked on together. */
const batchSize = 10;

/** Tries in somebody else's queue, as many as one of the stack's own gives. */
const mostTries = 3;

/**
 * What reading the trail's files takes. The bucket's notifications are left as they are, because it has one configuration of them:
 * new files are announced by the queue that is named, or by a queue of the stack's own on the topic that is named.
 */
export function trailFilesSource(trail: BucketTrail, timeoutSeconds: number, context: WardenContext): TrailFilesSource {
  const { announcedBy, bucket, prefix, kmsKeyArn } = trail;
  const announced =
    announcedBy.kind === "queue"
      ? namedQueue(announcedBy.queueArn, context)
      : ownQueue(announcedBy.topicArn, timeoutSeconds, context);
  const { accountId, partition } = context;
  return {
    environment: { TRAIL_BUCKET: bucket, TRAIL_PREFIX: prefix },
    statements: [
      {
        Sid: "ReadTrailFiles",
        Action: ["s3:GetObject"],
        Resource: pulumi.interpolate`arn:${partition}:s3:::${bucket}/${prefix}*`,
        Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
      },
      ...(kmsKeyArn === undefined ? [] : [{ Sid: "TrailFilesKey", Action: ["kms:Decrypt"], Resource: kmsKeyArn }]),
      announced.statement,
    ],
    ...(announcedBy.kind === "queue" ? { mostTries } : {}),
    queueArn: announced.queueArn,
    feed: announced.feed,
  };
}

interface Announcing {
  readonly statement: Statement;
  readonly queueArn: pulumi.Input<string>;
  feed(target: TriggeredFunction): void;
}

/** The queue's own settings stay its owner's, its dead letters among them. */
function namedQueue(queueArn: string, context: WardenContext): Announcing {
  return {
    queueArn,
    statement: {
      Sid: "TakeAnnouncements",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: queueArn,
    },
    feed(target) {
      const of = { title: "trail-files", queueArn };
      const url = queueUrlOf(queueArn);
      noteLink(context, { kind: "queue", title: of.title, arn: queueArn, url, isOfOthers: true, senders: [] });
      noteLink(context, { kind: "event-source", ...of, functionName: target.function.name });
      const mapping = new aws.lambda.EventSourceMapping(
        "trail-files",
        {
          eventSourceArn: queueArn,
          functionName: target.function.name,
          batchSize,
          functionResponseTypes: ["ReportBatchItemFailures"],
        },
        { parent: target },
      );
      noteOwnPart(context, mapping.id);
    },
  };
}

/** Where a queue of standard name is asked for. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
function queueUrlOf(queueArn: string): string {
  const [, , , region = "", account = "", name = ""] = queueArn.split(":");
  return `https://${serviceHostIn("sqs", region)}/${account}/${name}`;
}

function ownQueue(topicArn: string, timeoutSeconds: number, context: WardenContext): Announcing {
  const queue = declareFunctionQueue("trail-files", timeoutSeconds, context);
  const child = { parent: queue };
  const policy = policyDocument([
    {
      Sid: "Announcements",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: queue.arn,
      Condition: {
        ArnEquals: { "aws:SourceArn": topicArn },
        // The topic of another account sends for that account.
        StringEquals: { "aws:SourceAccount": topicArn.split(":")[4] ?? "" },
      },
    },
  ]);
  const queuePolicy = new aws.sqs.QueuePolicy("trail-files", { queueUrl: queue.url, policy }, child);
  const title = "trail-files";
  noteLink(context, { kind: "topic-subscription", title, topicArn, isTopicOfOthers: true, endpoint: queue.arn });
  const senders = [{ service: "sns.amazonaws.com", sourceArn: topicArn }];
  const subscription = new aws.sns.TopicSubscription(
    "trail-files",
    { topic: topicArn, protocol: "sqs", endpoint: queue.arn },
    { ...child, dependsOn: [queuePolicy] },
  );
  noteOwnPart(context, subscription.arn);
  return {
    queueArn: queue.arn,
    statement: consumeStatement("TakeAnnouncements", queue),
    feed: (target) =>
      consumeQueue("trail-files", target, queue, { batchSize, maxReceiveCount: mostTries, senders }, context),
  };
}
