import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { evidenceOptions } from "./evidence";
import { policyDocument } from "./policy-document";
import type { WardenContext } from "./warden-context";

/** Days after which old versions of log files go: file validation makes a second version of an object something to look at. */
const noncurrentVersionDays = 365;

/** The private, versioned, encrypted, TLS-only bucket that a trail writes to. It outlives `pulumi destroy` unless the stack says otherwise. */
export class TrailBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** The trail takes the bucket's generated name, so that the bucket policy can name the trail before there is one. */
  readonly trailName: pulumi.Output<string>;
  readonly trailArn: pulumi.Output<string>;
  /** To wait for before a trail is made: CloudTrail checks that it may write. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, context: WardenContext, options?: pulumi.ComponentResourceOptions) {
    super("api-warden:index:TrailBucket", name, {}, options);
    const child = { parent: this };
    const evidence = evidenceOptions(context);
    const retained = { parent: this, retainOnDelete: evidence.retainOnDelete };

    this.bucket = new aws.s3.Bucket(name, { tags: context.tags }, { parent: this, ...evidence });
    this.trailName = this.bucket.id;
    this.trailArn = pulumi.interpolate`arn:${context.partition}:cloudtrail:${context.region}:${context.accountId}:trail/${this.trailName}`;

    new aws.s3.BucketVersioning(
      name,
      { bucket: this.bucket.id, versioningConfiguration: { status: "Enabled" } },
      retained,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket: this.bucket.id,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
      },
      retained,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { bucket: this.bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
      retained,
    );
    const closed = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket: this.bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      retained,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket: this.bucket.id,
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
      retained,
    );
    // S3 answers OperationAborted when a policy and a public access block are written at once.
    this.policy = new aws.s3.BucketPolicy(
      name,
      { bucket: this.bucket.id, policy: this.bucketPolicy(context) },
      { ...child, dependsOn: [closed], retainOnDelete: retained.retainOnDelete },
    );
    this.registerOutputs({ bucket: this.bucket.id });
  }

  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private bucketPolicy({ accountId, configuration }: WardenContext): pulumi.Output<string> {
    const cloudTrail = { Service: "cloudtrail.amazonaws.com" };
    return policyDocument([
      {
        Sid: "TrailChecksBucket",
        Principal: cloudTrail,
        Action: ["s3:GetBucketAcl"],
        Resource: this.bucket.arn,
        Condition: { StringEquals: { "aws:SourceArn": this.trailArn } },
      },
      {
        Sid: "TrailWrites",
        Principal: cloudTrail,
        Action: ["s3:PutObject"],
        Resource: [
          pulumi.interpolate`${this.bucket.arn}/AWSLogs/${accountId}/*`,
          ...organizationFolders(configuration).map((id) => pulumi.interpolate`${this.bucket.arn}/AWSLogs/${id}/*`),
        ],
        Condition: {
          StringEquals: { "aws:SourceArn": this.trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
      },
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  }
}

/** An organization's trail writes the records of its member accounts below the organization's id. */
function organizationFolders({ trail }: WardenContext["configuration"]): pulumi.Output<string>[] {
  return trail.kind === "create" && trail.organization ? [aws.organizations.getOrganizationOutput().id] : [];
}
