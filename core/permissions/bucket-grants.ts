import type { DeployedPlace, DeployedResource, Grant } from "./grant";
import { actionsOf, onItself } from "./grant";

/**
 * What buckets and what belongs to them take. Reading a bucket reads all of its settings, those too that another resource
 * declares. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const bucketGrants: Readonly<Record<string, readonly Grant[]>> = Object.freeze({
  "aws:s3/bucket:Bucket": [
    {
      actions: actionsOf(
        "s3",
        "CreateBucket DeleteBucket ListBucket ListBucketVersions GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration PutBucketTagging ListTagsForResource TagResource UntagResource",
      ),
      on: onItself,
    },
    {
      // Emptied before it is deleted.
      actions: actionsOf("s3", "DeleteObject DeleteObjectVersion"),
      on: (bucket, place) => (bucket.inputs.forceDestroy === true ? onItself(bucket, place).map(everythingIn) : []),
    },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": onBucket(
    "GetLifecycleConfiguration PutLifecycleConfiguration",
  ),
  "aws:s3/bucketNotification:BucketNotification": onBucket("GetBucketNotification PutBucketNotification"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": onBucket(
    "GetBucketOwnershipControls PutBucketOwnershipControls",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": onBucket("GetBucketPolicy PutBucketPolicy DeleteBucketPolicy"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": onBucket(
    "GetBucketPublicAccessBlock PutBucketPublicAccessBlock",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": onBucket(
    "GetEncryptionConfiguration PutEncryptionConfiguration",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": onBucket("GetBucketVersioning PutBucketVersioning"),
  "aws:s3/bucketObjectv2:BucketObjectv2": [
    {
      actions: actionsOf(
        "s3",
        "GetObject PutObject DeleteObject DeleteObjectVersion GetObjectTagging PutObjectTagging",
      ),
      on: (object, place) => bucketArns(object, place).map((arn) => `${arn}/${folderOf(object)}*`),
    },
    { actions: actionsOf("s3", "ListBucket ListBucketVersions"), on: bucketArns },
  ],
});

function onBucket(names: string): readonly Grant[] {
  return [{ actions: actionsOf("s3", names), on: bucketArns }];
}

function bucketArns({ inputs }: DeployedResource, { partition }: DeployedPlace): string[] {
  return [`arn:${partition}:s3:::${String(inputs.bucket)}`];
}

/** An object's own name changes with what is in it, and the one before is deleted. */
function folderOf({ inputs }: DeployedResource): string {
  const key = String(inputs.key);
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function everythingIn(bucketArn: string): string {
  return `${bucketArn}/*`;
}
