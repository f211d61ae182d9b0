import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";

/** Days after which old versions of objects go: where there is one, somebody has overwritten or deleted something. */
const noncurrentVersionDays = 365;

/** What stays behind on `destroy`, and is protected, where the bucket holds evidence. */
interface Keeping {
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
}

export interface PrivateBucket {
  readonly bucket: aws.s3.Bucket;
  /** Declares the bucket's one policy: what it lets in, and nothing without TLS. */
  readonly letIn: (statements: readonly Statement[], dependsOn?: readonly pulumi.Resource[]) => aws.s3.BucketPolicy;
}

/**
 * Declares a private, versioned, encrypted bucket without access lists as a part of `parent`. Without `keeping`, `destroy`
 * empties it.
 */
export function declarePrivateBucket(
  name: string,
  context: WardenContext,
  parent: pulumi.Resource,
  keeping?: Keeping,
): PrivateBucket {
  const part = { parent, ...(keeping === undefined ? {} : { retainOnDelete: keeping.retainOnDelete }) };
  const bucket = new aws.s3.Bucket(
    name,
    { tags: context.tags, ...(keeping === undefined ? { forceDestroy: true } : {}) },
    { parent, ...keeping },
  );
  new aws.s3.BucketVersioning(name, { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, part);
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
    },
    part,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    part,
  );
  const closed = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    part,
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: noncurrentVersionDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    part,
  );
  return {
    bucket,
    // S3 answers OperationAborted when a policy and a public access block are written at once.
    letIn: (statements, dependsOn = []) =>
      new aws.s3.BucketPolicy(
        name,
        { bucket: bucket.id, policy: policyDocument([...statements, onlyTls(bucket)]) },
        { ...part, dependsOn: [closed, ...dependsOn] },
      ),
  };
}

function onlyTls(bucket: aws.s3.Bucket): Statement {
  return {
    Sid: "OnlyTls",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
