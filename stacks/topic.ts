import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";

export interface WardenTopicArgs {
  readonly displayName: string;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** AWS services that publish to it, for resources of this account; none where only functions of this program do. */
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
    noteOwnPart(context, this.topic.name);
    new aws.sns.TopicPolicy(
      name,
      {
        arn: this.topic.arn,
        policy: policyDocument([
          args.publishingServices.length === 0 ? encryptedOnly(this.arn) : this.letPublish(args, context),
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
    const { emails: addresses, publishingServices: publishers } = args;
    noteLink(context, {
      kind: "topic",
      title: name,
      arn: this.arn,
      addresses: [...addresses],
      publishers: [...publishers],
    });
    this.registerOutputs({ arn: this.arn });
  }

  private letPublish({ publishingServices }: WardenTopicArgs, { accountId }: WardenContext): Statement {
    return {
      Sid: "Publish",
      Principal: { Service: [...publishingServices] },
      Action: ["sns:Publish"],
      Resource: this.arn,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    };
  }
}

/** The statement of a topic's policy that refuses what comes unencrypted; functions of the account publish under their own roles. */
export function encryptedOnly(topicArn: pulumi.Output<string>): Statement {
  return {
    Sid: "EncryptedOnly",
    Effect: "Deny",
    Principal: "*",
    Action: ["sns:Publish"],
    Resource: topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
