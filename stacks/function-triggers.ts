import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { checkedPattern } from "./checked-pattern";
import { policyDocument } from "./policy-document";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

/** Hands what the pattern lets through from the log group to the function. A log group has two such slots, no more. */
export function subscribeToLogGroup(
  name: string,
  target: WardenFunction,
  logGroup: TrailLogGroup,
  pattern: string,
  { accountId }: WardenContext,
): void {
  const permission = new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal: "logs.amazonaws.com",
      sourceArn: pulumi.interpolate`${logGroup.arn}:*`,
      sourceAccount: accountId,
    },
    { parent: target },
  );
  new aws.cloudwatch.LogSubscriptionFilter(
    name,
    {
      logGroup: logGroup.name,
      filterPattern: checkedPattern(name, pattern),
      destinationArn: target.function.arn,
    },
    // Slots are scarce: a replacement that comes before the deletion finds none free.
    { parent: target, dependsOn: [permission], deleteBeforeReplace: true },
  );
}

/** Runs the function by the clock. What could not be handed over goes into the function's dead-letter queue. */
export function runOnSchedule(
  name: string,
  target: WardenFunction,
  scheduleExpression: string,
  { accountId, tags }: WardenContext,
): void {
  const child = { parent: target };
  const rule = new aws.cloudwatch.EventRule(
    name,
    { description: `Runs ${name} by the clock`, scheduleExpression, tags },
    child,
  );
  const permission = new aws.lambda.Permission(
    `${name}-schedule`,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
      sourceAccount: accountId,
    },
    child,
  );
  new aws.sqs.QueuePolicy(
    name,
    {
      queueUrl: target.deadLetterQueue.url,
      policy: policyDocument([
        {
          Sid: "UndeliveredEvents",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["sqs:SendMessage"],
          Resource: target.deadLetterQueue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": rule.arn }, StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    },
    child,
  );
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      arn: target.function.arn,
      deadLetterConfig: { arn: target.deadLetterQueue.arn },
      // A tick that comes late is no use: the next one does its work.
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
    },
    { ...child, dependsOn: [permission] },
  );
}
