import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";

export interface WardenTopicArgs {
  readonly displayName: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** AWS services that publish to it, for resources of this account. */
  readonly publishingServices: readonly string[];
  readonly emails: readonly string[];
}

/** An encrypted topic that only the named services of this account may publish to, with its e-mail subscriptions. */
export class WardenTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: WardenTopicArgs, context: WardenContext, options?: pulumi.ComponentResourceOptions) {
    super("api-warden:index:Topic", name, {}, options);
    const child = { parent: this };
    this.topic = new aws.sns.Topic(
      name,
      { displayName: args.displayName, kmsMasterKeyId: args.kmsKeyArn, tags: context.tags },
      child,
    );
    this.arn = this.topic.arn;
    new aws.sns.TopicPolicy(
      name,
      {
        arn: this.topic.arn,
        policy: policyDocument([
          {
            Sid: "Publish",
            Principal: { Service: [...args.publishingServices] },
            Action: ["sns:Publish"],
            Resource: this.topic.arn,
            Condition: { StringEquals: { "aws:SourceAccount": context.accountId } },
          },
        ]),
      },
      child,
    );
    for (const email of args.emails) {
      // Named by the address: taking one out of the list leaves the others' confirmed subscriptions alone.
      new aws.sns.TopicSubscription(
        `${name}-${email}`,
        { topic: this.topic.arn, protocol: "email", endpoint: email },
        child,
      );
    }
    this.registerOutputs({ arn: this.arn });
  }
}
