import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { checkedEventPattern } from "./checked-event-pattern";
import { noteOwnPart } from "./own-parts";
import { policyDocument, trustOf } from "./policy-document";
import type { WardenContext } from "./warden-context";

/** A day and as many attempts as a target may have. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const retryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };

/**
 * Sends events of other regions to the default bus of the region deployed into, where the functions are: a rule sees its own
 * region alone, and a function is a target in its own region alone. By a role that may put events onto that one bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class ForwardedEvents extends pulumi.ComponentResource {
  constructor(name: string, pattern: object, regions: readonly string[], context: WardenContext) {
    super("api-warden:index:ForwardedEvents", name);
    const { accountId, configuration, partition, region: home, tags, title } = context;
    const child = { parent: this };
    const busArn = pulumi.interpolate`arn:${partition}:events:${home}:${accountId}:event-bus/default`;
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: trustOf("events.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } }),
        description: `Rules in other regions send events to ${title}`,
        path: configuration.rolePath,
        permissionsBoundary: configuration.permissionsBoundary,
        tags,
      },
      child,
    );
    const maySend = new aws.iam.RolePolicy(
      name,
      {
        role: role.id,
        policy: policyDocument([{ Sid: "SendHome", Action: ["events:PutEvents"], Resource: busArn }]),
      },
      child,
    );
    for (const region of regions) {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${region}`,
        {
          description: `Sends events of ${region} to ${title}`,
          eventPattern: checkedEventPattern(`rule ${name}-${region}`, pattern),
          region,
          tags,
        },
        child,
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${region}`,
        { rule: rule.name, arn: busArn, roleArn: role.arn, retryPolicy, region },
        { ...child, dependsOn: [maySend] },
      );
      noteOwnPart(rule.name);
    }
    this.registerOutputs({});
  }
}
