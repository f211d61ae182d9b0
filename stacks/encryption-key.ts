import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { serviceHostIn } from "../core/cloudtrail/partition";
import { evidenceOptions } from "./evidence";
import { noteOwnId } from "./own-parts";
import { policyDocument } from "./policy-document";
import { siemReaders } from "./siem-readers";
import { trailOwner } from "./trail-owner";
import type { WardenContext } from "./warden-context";

/**
 * The customer key behind topics and trail. CloudWatch, EventBridge and S3 can't publish to a topic under `alias/aws/sns`,
 * so a key of our own is needed; the key policy has no SourceArn or SourceAccount condition for EventBridge, which
 * drops messages silently where it has (https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification).
 */
export function encryptionKey(context: WardenContext): pulumi.Output<string> {
  const { kmsKeyArn, trail } = context.configuration;
  const { retainOnDelete, protect } = evidenceOptions(context);
  if (kmsKeyArn !== undefined) return pulumi.output(kmsKeyArn);
  const key = new aws.kms.Key(
    "warden",
    {
      description: `Topics and trail of ${context.title}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy(context),
      tags: context.tags,
    },
    // The log files that outlive the stack are encrypted with it: without the key they could not be read.
    { retainOnDelete: trail.kind === "create" && retainOnDelete, protect },
  );
  noteOwnId(context, key.id);
  return key.arn;
}

function keyPolicy(context: WardenContext): pulumi.Output<string> {
  const { accountId, partition, configuration, region } = context;
  const readers = siemReaders(context);
  const viaService = (service: string) => region.apply((name) => serviceHostIn(service, name));
  const { publishers } = configuration.suspiciousKeys;
  const usesOfPublisher = ["kms:Decrypt", "kms:GenerateDataKey*"];
  return policyDocument([
    {
      Sid: "Account",
      Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
      Action: ["kms:*"],
      Resource: "*",
    },
    {
      Sid: "EventBridge",
      Principal: { Service: "events.amazonaws.com" },
      Action: usesOfPublisher,
      Resource: "*",
    },
    {
      Sid: "Publishers",
      Principal: { Service: ["cloudwatch.amazonaws.com", "s3.amazonaws.com"] },
      Action: usesOfPublisher,
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
    {
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
      Sid: "CloudTrailEncrypts",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": pulumi.interpolate`arn:${partition}:cloudtrail:*:${trailOwner(context)}:trail/*`,
        },
      },
    },
    {
      Sid: "CloudTrailLooksUp",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:DescribeKey"],
      Resource: "*",
    },
    ...(publishers.length === 0
      ? []
      : [
          {
            // Another account's principal needs the key's own leave beside its policy.
            Sid: "SuspiciousKeysPublishers",
            Principal: { AWS: [...publishers] },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": viaService("sns") } },
          },
        ]),
    ...(readers === undefined
      ? []
      : [
          {
            // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail-decrypt.html
            Sid: "SiemReadsLogFiles",
            Principal: readers,
            Action: ["kms:Decrypt"],
            Resource: "*",
            Condition: {
              StringEquals: { "kms:ViaService": viaService("s3") },
              StringLike: {
                "kms:EncryptionContext:aws:cloudtrail:arn": pulumi.interpolate`arn:${partition}:cloudtrail:*:${trailOwner(context)}:trail/*`,
              },
            },
          },
        ]),
  ]);
}
