import * as aws from "@pulumi/aws";

import type { BadProgram } from "./bad-programs";

const protectedOptions = { protect: true };

/** Faults of trail, buckets, tables, log groups and production. */
export const badData: readonly BadProgram[] = [
  {
    policy: "trail-multi-region",
    fault: "a trail of one region",
    changes: { trail: { isMultiRegionTrail: false } },
    resource: "trail",
  },
  {
    policy: "trail-multi-region",
    fault: "a trail that is off",
    changes: { trail: { enableLogging: false } },
    resource: "trail",
  },
  {
    policy: "trail-validated",
    fault: "log files without signatures",
    changes: { trail: { enableLogFileValidation: false } },
    resource: "trail",
  },
  {
    policy: "trail-encrypted",
    fault: "log files without a key",
    changes: { trail: { kmsKeyId: undefined } },
    resource: "trail",
  },
  {
    policy: "bucket-private",
    fault: "no public access block",
    changes: { publicAccessBlock: "left out" },
    resource: "logs",
  },
  {
    policy: "public-access-block-complete",
    fault: "one door open",
    changes: { publicAccessBlock: { restrictPublicBuckets: false } },
    resource: "logs",
  },
  {
    policy: "bucket-not-public",
    fault: "an access list for everybody",
    changes: {
      also: ({ tags }) => {
        const bucket = new aws.s3.Bucket("site", { tags });
        new aws.s3.BucketAcl("site", { bucket: bucket.id, acl: "public-read" });
        const closed = { blockPublicAcls: true, blockPublicPolicy: true };
        const ignored = { ignorePublicAcls: true, restrictPublicBuckets: true };
        new aws.s3.BucketPublicAccessBlock("site", { bucket: bucket.id, ...closed, ...ignored });
        new aws.s3.BucketVersioning("site", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
        new aws.s3.BucketServerSideEncryptionConfiguration("site", {
          bucket: bucket.id,
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        });
        new aws.s3.BucketPolicy("site", {
          bucket: bucket.id,
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: ["arn:aws:s3:::site", "arn:aws:s3:::site/*"],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ],
          },
        });
      },
    },
    resource: "site",
  },
  {
    policy: "bucket-encrypted",
    fault: "no word of encryption",
    changes: { encryption: "left out" },
    resource: "logs",
  },
  {
    policy: "bucket-tls-only",
    fault: "a bucket policy that takes what comes without TLS",
    changes: {
      bucketStatements: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::logs/*",
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
      ],
    },
    resource: "logs",
  },
  {
    policy: "bucket-versioned",
    fault: "versions suspended",
    changes: { versioning: { versioningConfiguration: { status: "Suspended" } } },
    resource: "logs",
  },
  {
    policy: "table-recovery",
    fault: "a table that can't be put back",
    changes: { table: { pointInTimeRecovery: { enabled: false } } },
    resource: "state",
  },
  {
    policy: "log-group-retention",
    fault: "events for ever",
    changes: { logGroup: { retentionInDays: undefined } },
    resource: "worker",
  },
  {
    policy: "log-group-retention",
    fault: "fewer days than the pack is set to",
    changes: { trailLogGroup: { retentionInDays: 30 } },
    configuration: { "log-group-retention": { minimumDays: 90 } },
    resource: "trail",
  },
  {
    policy: "production-retention",
    fault: "ninety days in production",
    changes: { trailLogGroup: { retentionInDays: 90 }, dataOptions: protectedOptions },
    stack: "prod",
    resource: "trail",
  },
  {
    policy: "production-modes",
    fault: "an action that asks nobody to act where the pack wants it to",
    changes: { dataOptions: protectedOptions },
    stack: "eu-prod",
    configuration: { "production-modes": { minimumModes: { "disable-key": "approve" } } },
    resource: "",
  },
  {
    policy: "production-data-protected",
    fault: "a table of production without AWS's own guard",
    changes: { dataOptions: protectedOptions, table: { deletionProtectionEnabled: false } },
    stack: "prod",
    resource: "state",
  },
];
