import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { evidenceOptions } from "./evidence";
import type { Statement } from "./policy-document";
import { declarePrivateBucket } from "./private-bucket";
import { siemReaders } from "./siem-readers";
import { trailOwner } from "./trail-owner";
import type { WardenContext } from "./warden-context";

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
    const { bucket, letIn } = declarePrivateBucket(name, context, this, evidenceOptions(context));
    this.bucket = bucket;
    this.trailName = bucket.id;
    const { partition, region } = context;
    this.trailArn = pulumi.interpolate`arn:${partition}:cloudtrail:${region}:${trailOwner(context)}:trail/${this.trailName}`;
    this.policy = letIn([...this.trailStatements(context), ...this.readerStatements(context)]);
    this.registerOutputs({ bucket: bucket.id });
  }

  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private trailStatements(context: WardenContext): Statement[] {
    const cloudTrail = { Service: "cloudtrail.amazonaws.com" };
    return [
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
          pulumi.interpolate`${this.bucket.arn}/AWSLogs/${trailOwner(context)}/*`,
          ...organizationFolders(context.configuration).map(
            (id) => pulumi.interpolate`${this.bucket.arn}/AWSLogs/${id}/*`,
          ),
        ],
        Condition: {
          StringEquals: { "aws:SourceArn": this.trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
      },
    ];
  }

  /** A SIEM fetches the log files that the queue announces to it. */
  private readerStatements(context: WardenContext): Statement[] {
    const readers = siemReaders(context);
    if (readers === undefined) return [];
    const Resource = pulumi.interpolate`${this.bucket.arn}/AWSLogs/*`;
    return [{ Sid: "ReadersFetch", Principal: readers, Action: ["s3:GetObject"], Resource }];
  }
}

/** An organization's trail writes the records of its member accounts below the organization's id. */
function organizationFolders({ trail }: WardenContext["configuration"]): pulumi.Output<string>[] {
  return trail.kind === "create" && trail.organization ? [aws.organizations.getOrganizationOutput().id] : [];
}
