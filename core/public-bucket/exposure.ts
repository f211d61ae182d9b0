import type { AccessBlock } from "./access-block";
import { effectiveBlock, isWhole } from "./access-block";

/** One grant of a bucket's ACL to a group of S3. */
export interface GroupGrant {
  readonly groupUri: string;
  readonly permission: string;
}

/** What is known of a bucket. `undefined` for a block: there is none. */
export interface BucketState {
  readonly block: AccessBlock | undefined;
  /** "unknown" where AWS did not say. */
  readonly accountBlock: AccessBlock | "unknown" | undefined;
  /** By S3's own word (`GetBucketPolicyStatus`), not by a reading of the policy. */
  readonly policyIsPublic: boolean;
  readonly groupGrants: readonly GroupGrant[];
  /** The call that led here changed the bucket's block, which may have kept objects' own ACLs from being public. */
  readonly blockWasChanged: boolean;
}

/** What makes the bucket public now, if anything does. */
export type Exposure =
  | { readonly kind: "public"; readonly ways: readonly string[] }
  | { readonly kind: "not-public" }
  | { readonly kind: "blocked-above" }
  /** Public unless the account's block, which could not be read, forbids it. */
  | { readonly kind: "unknown"; readonly ways: readonly string[] };

/** Groups that are everybody. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const publicGroups: Readonly<Record<string, string>> = Object.freeze({
  "http://acs.amazonaws.com/groups/global/AllUsers": "everybody",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "everybody with an AWS account",
});

/** Weighs policy, ACL and the blocks of bucket and account together, as S3 does. */
export function exposureOf(state: BucketState): Exposure {
  const here = waysOpen(state, effectiveBlock(state.block));
  if (here.length === 0) return { kind: "not-public" };
  if (state.accountBlock === "unknown") return { kind: "unknown", ways: here };
  const ways = waysOpen(state, effectiveBlock(state.block, state.accountBlock));
  return ways.length === 0 ? { kind: "blocked-above" } : { kind: "public", ways };
}

function waysOpen({ policyIsPublic, groupGrants, blockWasChanged }: BucketState, effective: AccessBlock): string[] {
  const grants = effective.ignorePublicAcls ? [] : groupGrants.flatMap(wordsOfGrant);
  return [
    ...(policyIsPublic && !effective.restrictPublicBuckets ? ["Its policy is public"] : []),
    ...grants,
    ...(blockWasChanged && !isWhole(effective) ? ["Its block of public access is not whole any more"] : []),
  ];
}

function wordsOfGrant({ groupUri, permission }: GroupGrant): string[] {
  const group = Object.hasOwn(publicGroups, groupUri) ? publicGroups[groupUri] : undefined;
  return group === undefined ? [] : [`Its ACL grants ${permission} to ${group}`];
}
