import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import { encryptedOnly } from "./topic";
import type { WardenContext } from "./warden-context";

/** The topic on which keys are reported: by Warden's own functions, and by the publishers that the stack lists. */
export interface SuspiciousKeysTopic {
  readonly topic: aws.sns.Topic;
  readonly arn: pulumi.Output<string>;
  /** What a function of this program needs to publish to it. */
  readonly publishStatements: readonly Statement[];
}

/**
 * Declares the topic. Functions of this account publish under their own roles' policies; anybody else only where
 * `suspiciousKeys.publishers` names them: whoever publishes can have a key looked at and, with a second signal, disabled.
 */
export function declareSuspiciousKeys(context: WardenContext, kmsKeyArn: pulumi.Output<string>): SuspiciousKeysTopic {
  const topic = new aws.sns.Topic("suspicious-keys", {
    displayName: `${context.title} suspicious keys`,
    kmsMasterKeyId: kmsKeyArn,
    tags: context.tags,
  });
  noteOwnPart(context, topic.name);
  const { publishers } = context.configuration.suspiciousKeys;
  new aws.sns.TopicPolicy(
    "suspicious-keys",
    { arn: topic.arn, policy: policyDocument([encryptedOnly(topic.arn), ...publishersMay(topic, publishers)]) },
    { parent: topic },
  );
  noteLink(context, { kind: "topic", title: "suspicious-keys", arn: topic.arn, addresses: [], publishers: [] });
  return {
    topic,
    arn: topic.arn,
    publishStatements: [
      { Sid: "SuspiciousKeys", Action: ["sns:Publish"], Resource: topic.arn },
      { Sid: "SuspiciousKeysKey", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKeyArn },
    ],
  };
}

function publishersMay(topic: aws.sns.Topic, publishers: readonly string[]): Statement[] {
  if (publishers.length === 0) return [];
  return [{ Sid: "Publishers", Principal: { AWS: [...publishers] }, Action: ["sns:Publish"], Resource: topic.arn }];
}
