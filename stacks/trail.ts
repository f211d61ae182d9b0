import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { evidenceOptions } from "./evidence";
import { noteLink } from "./links";
import type { Statement } from "./policy-document";
import { policyDocument, trustOf } from "./policy-document";
import { TrailBucket } from "./trail-bucket";
import type { WardenContext } from "./warden-context";

/** The log group that CloudTrail's records arrive in: what every detection of the program reads. */
export interface TrailLogGroup {
  readonly name: pulumi.Output<string>;
  /** Without the trailing `:*`. */
  readonly arn: pulumi.Output<string>;
  /** The trail that writes into it, where it is the stack's own. */
  readonly trailArn?: pulumi.Output<string>;
  /** The bucket that it writes its log files to, where it is the stack's own. */
  readonly bucket?: aws.s3.Bucket;
}

/**
 * The trail that the stack asks for: one of its own, or the log group of one that is already there. Undefined, and said at
 * preview, where the trail is read from its bucket: what counts in a log group is then not declared.
 */
export function trailLogGroup(context: WardenContext, kmsKeyArn: pulumi.Input<string>): TrailLogGroup | undefined {
  const { trail } = context.configuration;
  switch (trail.kind) {
    case "create":
      return new Trail("trail", kmsKeyArn, context).logGroup;
    case "log-group":
      return existingLogGroup(trail.logGroup, context);
    case "bucket":
      void pulumi.log.info(
        "api-warden:trail names a bucket: the metric filters and alarms of benchmarks count in a log group and are not declared. Denied calls and keys are watched in the log files, minutes after the calls.",
      );
      return undefined;
  }
}

function existingLogGroup(nameOrArn: string, context: WardenContext): TrailLogGroup {
  const { accountId, region, partition } = context;
  const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":").slice(6).join(":").replace(/:\*$/, "") : nameOrArn;
  noteLink(context, { kind: "trail-of-others", title: name, logGroup: name });
  return {
    name: pulumi.output(name),
    arn: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:${name}`,
  };
}

/** What looking at what a key did takes: the log group, or where there is none CloudTrail's own history. */
export function lookAtUse(logGroup: TrailLogGroup | undefined): Statement {
  return logGroup === undefined
    ? // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
      { Sid: "LookAtUse", Action: ["cloudtrail:LookupEvents"], Resource: "*" }
    : {
        Sid: "LookAtUse",
        Action: ["logs:FilterLogEvents"],
        Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*`,
      };
}

/** A multi-region trail with global service events and log-file validation, into a bucket and into a log group. */
class Trail extends pulumi.ComponentResource {
  readonly logGroup: TrailLogGroup;

  constructor(
    name: string,
    kmsKeyArn: pulumi.Input<string>,
    context: WardenContext,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("api-warden:index:Trail", name, {}, options);
    const child = { parent: this };
    const { configuration, region, tags } = context;
    const store = new TrailBucket(`${name}-logs`, context, child);
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { retentionInDays: configuration.retentionDays, tags },
      { ...child, ...evidenceOptions(context) },
    );
    const role = new aws.iam.Role(
      `${name}-delivery`,
      {
        // CloudTrail names neither trail nor account when it assumes this role: with a condition on them it can't.
        // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
        assumeRolePolicy: trustOf("cloudtrail.amazonaws.com"),
        description: `CloudTrail writes into the log group of ${context.title}`,
        path: configuration.rolePath,
        permissionsBoundary: configuration.permissionsBoundary,
        tags,
      },
      child,
    );
    const mayWrite = new aws.iam.RolePolicy(
      `${name}-delivery`,
      {
        role: role.id,
        policy: policyDocument([
          {
            Sid: "TrailStreams",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*_CloudTrail_${region}*`,
          },
        ]),
      },
      child,
    );
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        name: store.trailName,
        s3BucketName: store.bucket.id,
        cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
        kmsKeyId: kmsKeyArn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        isOrganizationTrail: configuration.trail.kind === "create" && configuration.trail.organization,
        tags,
      },
      { ...child, dependsOn: [store.policy, mayWrite] },
    );
    const { bucket, trailArn } = store;
    noteLink(context, { kind: "trail", title: name, arn: trail.arn, logGroup: logGroup.name });
    this.logGroup = { name: logGroup.name, arn: logGroup.arn, trailArn, bucket };
    this.registerOutputs({ logGroup: logGroup.name });
  }
}
