import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { checkedEventPattern } from "./checked-event-pattern";
import { checkedPattern } from "./checked-pattern";
import type { TriggeredFunction } from "./dead-letter-senders";
import { letSendDeadLetters } from "./dead-letter-senders";
import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

/** Hands what the pattern lets through from the log group to the function. A log group has two such slots, no more. */
export function subscribeToLogGroup(
  name: string,
  target: TriggeredFunction,
  logGroup: TrailLogGroup,
  pattern: string,
  context: WardenContext,
): void {
  const permission = letInvoke(name, target, "logs.amazonaws.com", pulumi.interpolate`${logGroup.arn}:*`, context);
  const filter = new aws.cloudwatch.LogSubscriptionFilter(
    name,
    {
      logGroup: logGroup.name,
      filterPattern: checkedPattern(name, pattern),
      destinationArn: target.function.arn,
    },
    // Slots are scarce: a replacement that comes before the deletion finds none free.
    { parent: target, dependsOn: [permission], deleteBeforeReplace: true },
  );
  noteOwnPart(context, filter.name, logGroup.name);
  noteLink(context, {
    kind: "log-subscription",
    title: name,
    logGroup: logGroup.name,
    name: filter.name,
    pattern,
    functionArn: target.function.arn,
  });
}

/** Runs the function by the clock. What could not be handed over goes into the function's dead-letter queue. */
export function runOnSchedule(
  name: string,
  target: TriggeredFunction,
  scheduleExpression: string,
  context: WardenContext,
): void {
  const rule = new aws.cloudwatch.EventRule(
    name,
    { description: `Runs ${name} by the clock`, scheduleExpression, tags: context.tags },
    { parent: target },
  );
  // A tick that comes late is no use: the next one does its work.
  const retryPolicy = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 };
  handOver(name, `${name}-schedule`, target, rule, retryPolicy, context);
}

export interface EventRuleOptions {
  /** Read-only management events too, which other rules do not see. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html */
  readonly seesReads?: boolean;
  readonly description?: string;
  /** Name of the bus whose events they are; the account's default one where it is absent. */
  readonly busName?: pulumi.Input<string>;
}

/** As long as Lambda itself keeps an asynchronous event; the attempts are the most that a target may have. */
const eventRetryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 21_600 };

/**
 * Runs the function on events of a bus. What could not be handed over in six hours goes into the function's
 * dead-letter queue. A pattern that EventBridge would not take stops the preview.
 */
export function runOnEvents(
  name: string,
  target: TriggeredFunction,
  pattern: object,
  context: WardenContext,
  { seesReads = false, description = `Events for ${target.name}`, busName }: EventRuleOptions = {},
): aws.cloudwatch.EventRule {
  const rule = new aws.cloudwatch.EventRule(
    name,
    {
      description,
      ...(busName === undefined ? {} : { eventBusName: busName }),
      eventPattern: checkedEventPattern(`rule ${name}`, pattern),
      state: seesReads ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      tags: context.tags,
    },
    { parent: target },
  );
  handOver(name, `${name}-events`, target, rule, eventRetryPolicy, context);
  return rule;
}

function handOver(
  name: string,
  permissionName: string,
  target: TriggeredFunction,
  rule: aws.cloudwatch.EventRule,
  retryPolicy: { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number },
  context: WardenContext,
): void {
  const service = "events.amazonaws.com";
  noteOwnPart(context, rule.name);
  noteLink(context, {
    kind: "rule",
    title: name,
    name: rule.name,
    bus: rule.eventBusName.apply((bus) => bus ?? "default"),
    region: context.region,
    targetArn: target.function.arn,
  });
  const permission = letInvoke(permissionName, target, service, rule.arn, context);
  letSendDeadLetters(target, { service, name, sourceArn: rule.arn }, context);
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      eventBusName: rule.eventBusName,
      arn: target.function.arn,
      deadLetterConfig: { arn: target.deadLetterQueue.arn },
      retryPolicy,
    },
    { parent: target, dependsOn: [permission] },
  );
}

export interface TopicFilter {
  /** Written as an event pattern is. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
  readonly policy: object;
  readonly scope: "MessageAttributes" | "MessageBody";
}

/** Runs the function on messages to the topic. What could not be handed over goes into the function's dead-letter queue. */
export function runOnTopic(
  name: string,
  target: TriggeredFunction,
  topic: { readonly arn: pulumi.Output<string> },
  context: WardenContext,
  filter?: TopicFilter,
): void {
  const service = "sns.amazonaws.com";
  const permission = letInvoke(`${name}-topic`, target, service, topic.arn, context);
  letSendDeadLetters(target, { service, name, sourceArn: topic.arn }, context);
  noteLink(context, {
    kind: "topic-subscription",
    title: name,
    topicArn: topic.arn,
    isTopicOfOthers: false,
    endpoint: target.function.arn,
  });
  new aws.sns.TopicSubscription(
    name,
    {
      topic: topic.arn,
      protocol: "lambda",
      endpoint: target.function.arn,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: target.deadLetterQueue.arn }),
      ...(filter === undefined
        ? {}
        : {
            filterPolicy: checkedEventPattern(`filter policy of ${name}`, filter.policy),
            filterPolicyScope: filter.scope,
          }),
    },
    { parent: target, dependsOn: [permission] },
  );
}

/** Who signs what comes in, and the secret (name or ARN) that it is signed with. */
export interface UrlSignature {
  readonly signedBy: "slack" | "jira";
  readonly secretId: pulumi.Input<string>;
}

/**
 * Opens a public address for the function, which itself must tell who calls. An address without AWS's own sign-in needs
 * two permissions since October 2025; the second one holds for calls by way of the address alone.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function openPublicUrl(
  name: string,
  target: TriggeredFunction,
  signature: UrlSignature,
  context: WardenContext,
): pulumi.Output<string> {
  const child = { parent: target };
  const caller = { function: target.function.name, principal: "*" };
  const authorizationType = "NONE";
  const url = new aws.lambda.FunctionUrl(name, { functionName: target.function.name, authorizationType }, child);
  new aws.lambda.Permission(
    `${name}-url`,
    { ...caller, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: authorizationType },
    child,
  );
  new aws.lambda.Permission(
    `${name}-invoke`,
    { ...caller, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
    child,
  );
  noteLink(context, { kind: "url", title: name, url: url.functionUrl, ...signature });
  return url.functionUrl;
}

function letInvoke(
  name: string,
  target: TriggeredFunction,
  service: string,
  sourceArn: pulumi.Input<string>,
  context: WardenContext,
): aws.lambda.Permission {
  noteLink(context, { kind: "permission", title: name, functionName: target.function.name, service, sourceArn });
  return new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal: service,
      sourceArn,
      sourceAccount: context.accountId,
    },
    { parent: target },
  );
}
