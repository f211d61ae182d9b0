import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import { encryptedOnly } from "./topic";
import type { WardenContext } from "./warden-context";

/** The topic that takes what has to become a ticket (`TicketEvent` in JSON). */
export interface IncidentsTopic {
  readonly topic: aws.sns.Topic;
  readonly arn: pulumi.Output<string>;
  /** What a responder needs to publish to it beside what all responders have: they may use the key of topics already. */
  readonly publishStatements: readonly Statement[];
}

/** Declares the topic, once per program. Only functions of this account publish to it, under their own roles' policies. */
export function declareIncidents(context: WardenContext, kmsKeyArn: pulumi.Output<string>): IncidentsTopic {
  const topic = new aws.sns.Topic("incidents", {
    displayName: `${context.title} incidents`,
    kmsMasterKeyId: kmsKeyArn,
    tags: context.tags,
  });
  noteOwnPart(context, topic.name);
  new aws.sns.TopicPolicy(
    "incidents",
    { arn: topic.arn, policy: policyDocument([encryptedOnly(topic.arn)]) },
    { parent: topic },
  );
  noteLink(context, { kind: "topic", title: "incidents", arn: topic.arn, addresses: [], publishers: [] });
  return {
    topic,
    arn: topic.arn,
    publishStatements: [{ Sid: "Incidents", Action: ["sns:Publish"], Resource: topic.arn }],
  };
}
