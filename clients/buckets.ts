import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";

import type { AccessBlock } from "../core/public-bucket/access-block";
import type { GroupGrant } from "../core/public-bucket/exposure";
import { callLimits } from "./call-limits";
import { perRegion } from "./per-region";
import type { Signers } from "./reach";
import type { Signer } from "./role-sessions";

/** A bucket of one account. Each call names the owner, so that S3 refuses it for a bucket of anybody else. */
export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;
  readonly account: string;
}

/** Buckets as S3 knows them. Methods throw what S3 says, but for what is named. */
export interface BucketAccess {
  /** Grants to groups; undefined where there is no such bucket. */
  groupGrants(place: BucketPlace): Promise<readonly GroupGrant[] | undefined>;
  /** False where there is no policy. */
  policyIsPublic(place: BucketPlace): Promise<boolean>;
  /** Undefined where there is none. */
  block(place: BucketPlace): Promise<AccessBlock | undefined>;
  /** The account's own block; undefined where there is none. */
  accountBlock(place: Omit<BucketPlace, "bucket">): Promise<AccessBlock | undefined>;
  tagsOf(place: BucketPlace): Promise<Readonly<Record<string, string>>>;
  servesWebsite(place: BucketPlace): Promise<boolean>;
  /** False where the bucket is gone. `undefined` removes the block. */
  setBlock(place: BucketPlace, block: AccessBlock | undefined): Promise<boolean>;
}

/** Loads the client with the first question. */
export function bucketAccess({ read = {}, act = {} }: Signers = {}): BucketAccess {
  const s3 = () => require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
  const made = (signer: Signer) =>
    perRegion(
      (region) =>
        new (s3().S3Client)({
          ...callLimits,
          ...signer,
          ...(region === "" ? {} : { region }),
          followRegionRedirects: true,
          // An endpoint of one's own has no host for each bucket.
          forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
        }),
    );
  const [clientIn, changing] = [made(read), made(act)];
  const named = ({ bucket, account }: BucketPlace) => ({ Bucket: bucket, ExpectedBucketOwner: account });

  return {
    async groupGrants(place) {
      const { GetBucketAclCommand } = s3();
      const answer = await unless("NoSuchBucket", () =>
        clientIn(place.region).send(new GetBucketAclCommand(named(place))),
      );
      return answer?.Grants?.flatMap(({ Grantee, Permission }) =>
        Grantee?.URI === undefined ? [] : [{ groupUri: Grantee.URI, permission: Permission ?? "access" }],
      );
    },
    async policyIsPublic(place) {
      const { GetBucketPolicyStatusCommand } = s3();
      const answer = await unless("NoSuchBucketPolicy", () =>
        clientIn(place.region).send(new GetBucketPolicyStatusCommand(named(place))),
      );
      return answer?.PolicyStatus?.IsPublic === true;
    },
    async block(place) {
      const { GetPublicAccessBlockCommand } = s3();
      const answer = await unless("NoSuchPublicAccessBlockConfiguration", () =>
        clientIn(place.region).send(new GetPublicAccessBlockCommand(named(place))),
      );
      return blockOf(answer?.PublicAccessBlockConfiguration);
    },
    async accountBlock({ account, region }) {
      const { GetPublicAccessBlockCommand } = s3();
      const command = new GetPublicAccessBlockCommand({ Bucket: account });
      command.middlewareStack.add((next) => (args) => next({ ...args, request: ofAccount(args.request, account) }), {
        step: "build",
        priority: "low",
        name: "askTheAccount",
      });
      const answer = await unless("NoSuchPublicAccessBlockConfiguration", () => clientIn(region).send(command));
      return blockOf(answer?.PublicAccessBlockConfiguration);
    },
    async tagsOf(place) {
      const { GetBucketTaggingCommand } = s3();
      const answer = await unless("NoSuchTagSet", () =>
        clientIn(place.region).send(new GetBucketTaggingCommand(named(place))),
      );
      const tags = answer?.TagSet ?? [];
      return Object.fromEntries(tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
    },
    async servesWebsite(place) {
      const { GetBucketWebsiteCommand } = s3();
      const answer = await unless("NoSuchWebsiteConfiguration", () =>
        clientIn(place.region).send(new GetBucketWebsiteCommand(named(place))),
      );
      return answer !== undefined;
    },
    async setBlock(place, block) {
      const { DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand } = s3();
      const client = changing(place.region);
      const answer = await unless("NoSuchBucket", () =>
        block === undefined
          ? client.send(new DeletePublicAccessBlockCommand(named(place)))
          : client.send(
              new PutPublicAccessBlockCommand({
                ...named(place),
                PublicAccessBlockConfiguration: {
                  BlockPublicAcls: block.blockPublicAcls,
                  IgnorePublicAcls: block.ignorePublicAcls,
                  BlockPublicPolicy: block.blockPublicPolicy,
                  RestrictPublicBuckets: block.restrictPublicBuckets,
                },
              }),
            ),
      );
      return answer !== undefined;
    },
  };
}

function blockOf(found: PublicAccessBlockConfiguration | undefined): AccessBlock | undefined {
  if (found === undefined) return undefined;
  return {
    blockPublicAcls: found.BlockPublicAcls === true,
    ignorePublicAcls: found.IgnorePublicAcls === true,
    blockPublicPolicy: found.BlockPublicPolicy === true,
    restrictPublicBuckets: found.RestrictPublicBuckets === true,
  };
}

/**
 * The same question put to the account: S3's control plane answers it in the same form, and its own client would be one more
 * to load. https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
function ofAccount(request: unknown, account: string): unknown {
  const asked = request as { hostname: string; path: string; query: object; headers: Record<string, string> };
  asked.hostname = asked.hostname.replace(/^(?:[^.]+\.)?s3\./, `${account}.s3-control.`);
  asked.path = "/v20180820/configuration/publicAccessBlock";
  asked.query = {};
  asked.headers["x-amz-account-id"] = account;
  if (asked.headers.host !== undefined) asked.headers.host = asked.hostname;
  return asked;
}

async function unless<Answer>(errorName: string, call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === errorName) return undefined;
    throw error;
  }
}
