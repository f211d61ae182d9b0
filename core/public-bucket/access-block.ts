/** S3's block of public access. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface AccessBlock {
  /** Refuses new public ACLs. */
  readonly blockPublicAcls: boolean;
  /** Ignores public ACLs that are there. */
  readonly ignorePublicAcls: boolean;
  /** Refuses new public policies. */
  readonly blockPublicPolicy: boolean;
  /** Lets nobody outside the account use a public policy that is there. */
  readonly restrictPublicBuckets: boolean;
}

/** What a bucket without any block has. */
export const noBlock: AccessBlock = Object.freeze({
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});

/** What the action sets: nothing less than all of it. */
export const wholeBlock: AccessBlock = Object.freeze({
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
});

export function isWhole(block: AccessBlock): boolean {
  return areSame(block, wholeBlock);
}

export function areSame(one: AccessBlock, other: AccessBlock): boolean {
  return (
    one.blockPublicAcls === other.blockPublicAcls &&
    one.ignorePublicAcls === other.ignorePublicAcls &&
    one.blockPublicPolicy === other.blockPublicPolicy &&
    one.restrictPublicBuckets === other.restrictPublicBuckets
  );
}

/** What holds for a bucket: each setting is on where the bucket or its account has it on. */
export function effectiveBlock(bucket: AccessBlock = noBlock, account: AccessBlock = noBlock): AccessBlock {
  return {
    blockPublicAcls: bucket.blockPublicAcls || account.blockPublicAcls,
    ignorePublicAcls: bucket.ignorePublicAcls || account.ignorePublicAcls,
    blockPublicPolicy: bucket.blockPublicPolicy || account.blockPublicPolicy,
    restrictPublicBuckets: bucket.restrictPublicBuckets || account.restrictPublicBuckets,
  };
}

/** The four settings that are on, as S3 names them, for people. */
export function blockText(block: AccessBlock | undefined): string {
  if (block === undefined) return "none";
  const names = [
    ...(block.blockPublicAcls ? ["BlockPublicAcls"] : []),
    ...(block.ignorePublicAcls ? ["IgnorePublicAcls"] : []),
    ...(block.blockPublicPolicy ? ["BlockPublicPolicy"] : []),
    ...(block.restrictPublicBuckets ? ["RestrictPublicBuckets"] : []),
  ];
  return names.length === 4 ? "all four settings" : names.length === 0 ? "none" : names.join(", ");
}
