import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

/** Hands each message of the topic to the function. What could not be handed over goes into its dead-letter queue. */
export function runOnTopic(name: string, target: WardenFunction, topic: aws.sns.Topic, context: WardenContext): void {
  const child = { parent: target };
  const permission = invokePermission(`${name}-topic`, target, "sns.amazonaws.com", topic.arn, context);
  takeUndelivered(`${name}-topic`, target, "sns.amazonaws.com", topic.arn, context);
  new aws.sns.TopicSubscription(
    name,
    {
      topic: topic.arn,
      protocol: "lambda",
      endpoint: target.function.arn,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: target.deadLetterQueue.arn }),
    },
    { ...child, dependsOn: [permission] },
  );
}

/** Hands the events of the default bus that match the pattern to the function, as runOnTopic does messages. */
export function runOnEvents(
  name: string,
  target: WardenFunction,
  pattern: { readonly description: string; readonly eventPattern: object },
  context: WardenContext,
): void {
  const child = { parent: target };
  const rule = new aws.cloudwatch.EventRule(
    `${name}-events`,
    {
      description: pattern.description,
      eventPattern: JSON.stringify(pattern.eventPattern),
      tags: context.tags,
    },
    child,
  );
  const permission = invokePermission(`${name}-events`, target, "events.amazonaws.com", rule.arn, context);
  takeUndelivered(`${name}-events`, target, "events.amazonaws.com", rule.arn, context);
  new aws.cloudwatch.EventTarget(
    `${name}-events`,
    { rule: rule.name, arn: target.function.arn, deadLetterConfig: { arn: target.deadLetterQueue.arn } },
    { ...child, dependsOn: [permission] },
  );
}

function invokePermission(
  name: string,
  target: WardenFunction,
  principal: string,
  sourceArn: pulumi.Output<string>,
  { accountId }: WardenContext,
): aws.lambda.Permission {
  return new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal,
      sourceArn,
      sourceAccount: accountId,
    },
    { parent: target },
  );
}

function takeUndelivered(
  name: string,
  target: WardenFunction,
  service: string,
  sourceArn: pulumi.Output<string>,
  { accountId }: WardenContext,
): void {
  const statement: Statement = {
    Sid: "Undelivered",
    Principal: { Service: service },
    Action: ["sqs:SendMessage"],
    Resource: target.deadLetterQueue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": sourceArn }, StringEquals: { "aws:SourceAccount": accountId } },
  };
  // A queue has one policy: a function with this trigger has no other that leaves messages in its queue.
  new aws.sqs.QueuePolicy(
    name,
    { queueUrl: target.deadLetterQueue.url, policy: policyDocument([statement]) },
    { parent: target },
  );
}
