import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

/** Tries to handle one message before it is left in the function's dead-letter queue. */
const mostReceives = 3;

/**
 * AWS asks for six times the function's time-out, so that a message that is being handled is not handed out again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const timeoutsInVisibility = 6;

/** The queue through which a function with this time-out wakes itself later. */
export function declareWakeQueue(name: string, timeoutSeconds: number, { tags }: WardenContext): aws.sqs.Queue {
  return new aws.sqs.Queue(`${name}-wake`, {
    visibilityTimeoutSeconds: timeoutsInVisibility * timeoutSeconds,
    sqsManagedSseEnabled: true,
    tags,
  });
}

/** Has the function handle the queue's messages, one at a time: each is about a change of its own. */
export function wakeBy(name: string, target: WardenFunction, queue: aws.sqs.Queue): void {
  const child = { parent: target };
  new aws.sqs.RedrivePolicy(
    `${name}-wake`,
    {
      queueUrl: queue.url,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: target.deadLetterQueue.arn,
        maxReceiveCount: mostReceives,
      }),
    },
    child,
  );
  new aws.lambda.EventSourceMapping(
    `${name}-wake`,
    { eventSourceArn: queue.arn, functionName: target.function.name, batchSize: 1 },
    child,
  );
}

/** What a function needs to take messages from the queue. */
export function receiveStatement(queue: aws.sqs.Queue) {
  return {
    Sid: "TakeWakeMessages",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    Resource: queue.arn,
  };
}
