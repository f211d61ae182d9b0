import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { TriggeredFunction } from "./dead-letter-senders";
import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { Statement } from "./policy-document";
import type { ServiceSender } from "./queue-links";
import { noteQueue } from "./queue-links";
import type { WardenContext } from "./warden-context";

/**
 * AWS asks for six times the function's time-out, so that a message that is being handled is not handed out again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const timeoutsInVisibility = 6;

/** Tries to handle a message before it is left in the function's dead-letter queue, where a queue asks for no others. */
const usualReceiveCount = 3;

/** Lambda gathers by itself only batches that it may wait for. */
const largestBatchWithoutWindow = 10;

/** A queue for a function with this time-out, to be made before the function, which needs to know it. */
export function declareFunctionQueue(name: string, timeoutSeconds: number, { tags }: WardenContext): aws.sqs.Queue {
  return new aws.sqs.Queue(name, {
    visibilityTimeoutSeconds: timeoutsInVisibility * timeoutSeconds,
    sqsManagedSseEnabled: true,
    tags,
  });
}

/** What a function's role needs for the queue to be consumed. */
export function consumeStatement(sid: string, queue: aws.sqs.Queue): Statement {
  return {
    Sid: sid,
    Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    Resource: queue.arn,
  };
}

export interface ConsumeOptions {
  /** Messages in one invocation, at most; above 10 only with a window. */
  readonly batchSize: number;
  /** How long messages are gathered; not at all where absent. */
  readonly windowSeconds?: number;
  /** How often a message may be received before it is left in the function's dead-letter queue; three times where absent. */
  readonly maxReceiveCount?: number;
  /** Invocations at once, at most, and at least 2; as many as the function may have where absent. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  readonly maximumConcurrency?: number;
  /** Services that the queue's policy lets in; absent where functions alone send to it, under their own roles. */
  readonly senders?: readonly ServiceSender[];
}

/**
 * Has the function handle the queue's messages. It answers `{batchItemFailures: [{itemIdentifier}]}` with the ids of those
 * that failed; what fails as often as it may goes into the function's dead-letter queue. A queue whose messages would become
 * visible while the function still handles them stops the preview.
 */
export function consumeQueue(
  name: string,
  target: TriggeredFunction,
  queue: aws.sqs.Queue,
  options: ConsumeOptions,
  context: WardenContext,
): void {
  const { batchSize, windowSeconds = 0, maxReceiveCount = usualReceiveCount, maximumConcurrency } = options;
  if (batchSize > largestBatchWithoutWindow && windowSeconds === 0) {
    throw new pulumi.RunError(`${name}: found a batch size of ${batchSize}, expected at most 10 without a window`);
  }
  const child = { parent: target };
  noteQueue(name, queue, options.senders ?? [], context);
  noteLink(context, {
    kind: "event-source",
    title: name,
    queueArn: queue.arn,
    functionName: target.function.name,
  });
  new aws.sqs.RedrivePolicy(
    name,
    {
      queueUrl: queue.url,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: target.deadLetterQueue.arn, maxReceiveCount }),
    },
    child,
  );
  const mapping = new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: pulumi
        .all([queue.arn, queue.visibilityTimeoutSeconds, target.function.timeout])
        .apply(([arn, visibility, timeout]) => visibleLater(name, arn, visibility ?? 30, timeout ?? 3)),
      functionName: target.function.name,
      batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(windowSeconds === 0 ? {} : { maximumBatchingWindowInSeconds: windowSeconds }),
      ...(maximumConcurrency === undefined ? {} : { scalingConfig: { maximumConcurrency } }),
    },
    child,
  );
  noteOwnPart(context, mapping.id);
}

/** The queue's ARN, or a stop of the preview where its messages become visible too early for the function. */
export function visibleLater(name: string, arn: string, visibilitySeconds: number, timeoutSeconds: number): string {
  const leastSeconds = timeoutsInVisibility * timeoutSeconds;
  if (visibilitySeconds >= leastSeconds) return arn;
  throw new pulumi.RunError(
    `${name}: found a visibility time-out of ${visibilitySeconds} s, expected at least ${leastSeconds} s, six times the function's time-out`,
  );
}
