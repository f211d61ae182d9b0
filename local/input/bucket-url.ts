/** Where in S3 to read: everything below a prefix, or the one object of that key. */
export interface BucketPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** Whether a PATH names something in S3. */
export function isBucketUrl(path: string): boolean {
  return path.startsWith("s3://");
}

/**
 * Takes `s3://bucket/prefix` apart; undefined where the bucket's name can't be one:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketPlace(url: string): BucketPlace | undefined {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(url) ?? [];
  return bucket === "" ? undefined : { bucket, prefix };
}
