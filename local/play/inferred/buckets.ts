import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import type { BucketChange } from "../../account/s3/buckets";
import { bucketNewsIn } from "./bucket-records";

/** Buckets as history shows them. One without a record of its creation was there before. */
export class InferredBuckets {
  private readonly found: BucketChange[] = [];

  take(record: CloudTrailRecord, atMs: number): void {
    if (record["errorCode"] !== undefined) return;
    const name = textAt(record, "requestParameters", "bucketName");
    const news = bucketNewsIn(record);
    if (name === undefined || news === undefined) return;
    const accountId = ownerIn(record);
    if (accountId === undefined) return;
    this.found.push({ atMs, name, accountId, region: textAt(record, "awsRegion") ?? "", ...news });
  }

  history(): readonly BucketChange[] {
    return this.found;
  }
}

function ownerIn(record: CloudTrailRecord): string | undefined {
  const resources = valueAt(record, "resources");
  const bucket = (Array.isArray(resources) ? resources : []).find(
    (each: unknown) => textAt(each, "type") === "AWS::S3::Bucket",
  ) as unknown;
  return (
    textAt(bucket, "accountId") ?? textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId")
  );
}
