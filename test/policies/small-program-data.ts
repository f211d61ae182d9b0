import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Changes } from "./small-program";
import { document, unlessLeftOut } from "./small-program";

const account = "111122223333";
const publisher = { "aws:SourceAccount": account };

type Tags = Readonly<Record<string, string>>;

/** The topic with its key, the trail with its bucket, and a table. */
export function declareData(changes: Changes, tags: Tags): { topic: aws.sns.Topic; table: aws.dynamodb.Table } {
  const key = new aws.kms.Key(
    "own",
    { enableKeyRotation: true, policy: document(changes.keyStatements ?? keyStatements), tags, ...changes.key },
    changes.dataOptions,
  );
  const topic = new aws.sns.Topic("alerts", { kmsMasterKeyId: key.arn, tags, ...changes.topic });
  new aws.sns.TopicPolicy("alerts", { arn: topic.arn, policy: document(changes.topicStatements ?? topicStatements) });
  declareTrail(declareBucket(changes, tags), key, changes, tags);
  const table = new aws.dynamodb.Table(
    "state",
    {
      hashKey: "key",
      attributes: [{ name: "key", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      tags,
      ...changes.table,
    },
    changes.dataOptions,
  );
  return { topic, table };
}

const uses = ["kms:Decrypt", "kms:GenerateDataKey*"];

export const keyStatements = [
  { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  { Sid: "Events", Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: uses, Resource: "*" },
  {
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: uses,
    Resource: "*",
    Condition: { StringEquals: publisher },
  },
];

const topicStatements = [
  {
    Effect: "Allow",
    Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
    Action: "sns:Publish",
    Resource: "*",
    Condition: { StringEquals: publisher },
  },
];

function declareBucket(changes: Changes, tags: Tags): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket("logs", { tags }, changes.dataOptions);
  const refusal = {
    Sid: "OnlyTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  new aws.s3.BucketPolicy("logs", { bucket: bucket.id, policy: document(changes.bucketStatements ?? [refusal]) });
  unlessLeftOut<aws.s3.BucketPublicAccessBlockArgs, object>(
    changes.publicAccessBlock,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    (args) => new aws.s3.BucketPublicAccessBlock("logs", args),
  );
  unlessLeftOut<aws.s3.BucketVersioningArgs, object>(
    changes.versioning,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    (args) => new aws.s3.BucketVersioning("logs", args),
  );
  unlessLeftOut<aws.s3.BucketServerSideEncryptionConfigurationArgs, object>(
    changes.encryption,
    { bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    (args) => new aws.s3.BucketServerSideEncryptionConfiguration("logs", args),
  );
  return bucket;
}

function declareTrail(bucket: aws.s3.Bucket, key: aws.kms.Key, changes: Changes, tags: Tags): void {
  const group = new aws.cloudwatch.LogGroup(
    "trail",
    { retentionInDays: 365, tags, ...changes.trailLogGroup },
    changes.dataOptions,
  );
  new aws.cloudtrail.Trail("trail", {
    s3BucketName: bucket.id,
    cloudWatchLogsGroupArn: pulumi.interpolate`${group.arn}:*`,
    kmsKeyId: key.arn,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    tags,
    ...changes.trail,
  });
}
