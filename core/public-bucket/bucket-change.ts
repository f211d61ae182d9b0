import { eventIdOf } from "../cloudtrail/event-id";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt, valueAt } from "../cloudtrail/record";
import { shortDigest } from "../short-digest";

/** Calls that change a bucket's block; CloudTrail has written both names. */
const blockCalls: readonly string[] = Object.freeze([
  "DeleteBucketPublicAccessBlock",
  "DeletePublicAccessBlock",
  "PutBucketPublicAccessBlock",
  "PutPublicAccessBlock",
]);

/** Calls that may make a bucket public. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
export const exposingCalls: readonly string[] = Object.freeze(["PutBucketAcl", "PutBucketPolicy", ...blockCalls]);

/** One change of a bucket. Plain data that survives JSON. */
export interface BucketRequest {
  readonly bucket: string;
  readonly account: string | undefined;
  readonly region: string;
  readonly change: string;
  readonly occasion: string;
  readonly eventIds: readonly string[];
  readonly seenAtMs: number | undefined;
  readonly by?: string | undefined;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Digest of the policy that was put; absent for every other call, whose effect shows in the bucket itself. */
  readonly policy?: string | undefined;
}

/** Names of buckets, old ones of us-east-1 with capitals and underscores too. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/** What a record of a successful call says of a bucket; undefined where it is none of `exposingCalls` or names no bucket. */
export function bucketChangeIn(record: CloudTrailRecord): BucketRequest | undefined {
  const change = textAt(record, "eventName") ?? "";
  const bucket = textAt(record, "requestParameters", "bucketName");
  if (!exposingCalls.includes(change) || valueAt(record, "errorCode") !== undefined) return undefined;
  if (bucket === undefined || !bucketName.test(bucket)) return undefined;
  const eventId = eventIdOf(record);
  const seenAtMs = Date.parse(textAt(record, "eventTime") ?? "");
  return {
    bucket,
    account: ownerIn(record, bucket),
    region: textAt(record, "awsRegion") ?? "",
    change,
    occasion: eventId ?? `${bucket} ${change} ${textAt(record, "eventTime") ?? ""}`,
    eventIds: eventId === undefined ? [] : [eventId],
    seenAtMs: Number.isFinite(seenAtMs) ? seenAtMs : undefined,
    by: textAt(record, "userIdentity", "arn") ?? textAt(record, "userIdentity", "type"),
    address: textAt(record, "sourceIPAddress"),
    userAgent: textAt(record, "userAgent"),
    ...(change === "PutBucketPolicy" ? { policy: policyDigest(record) } : {}),
  };
}

function policyDigest(record: CloudTrailRecord): string {
  return shortDigest(JSON.stringify(valueAt(record, "requestParameters", "bucketPolicy") ?? null), "hex", 12);
}

export function changesBlock({ change }: Pick<BucketRequest, "change">): boolean {
  return blockCalls.includes(change);
}

/** Of a call from another account both accounts get a record: the resource names the one that owns the bucket. */
function ownerIn(record: CloudTrailRecord, bucket: string): string | undefined {
  const resources = valueAt(record, "resources");
  const own = (Array.isArray(resources) ? resources : []).find((each: unknown) =>
    textAt(each, "ARN")?.endsWith(`:::${bucket}`),
  ) as unknown;
  return (
    textAt(own, "accountId") ?? textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId")
  );
}
