import type { TrailSetup } from "../account/cloudtrail/trails";
import type { BlockSetup, BucketSetup, GroupGrantSetup } from "../account/s3/buckets";
import { flagIn, listIn, numberIn, objectOf, optionalTextIn, textIn, textsByNameIn } from "./forms";

type Fields = Readonly<Record<string, unknown>>;

/** Throws a RecordsError that names the place. */
export function readTrail(value: unknown, position: number): TrailSetup {
  const place = `account.trails[${position}]`;
  const trail = objectOf(value, place);
  const logGroupArn = optionalTextIn(trail, "logGroupArn", place);
  return {
    arn: textIn(trail, "arn", place),
    ...(trail["isLogging"] === undefined ? {} : { isLogging: flagIn(trail, "isLogging", place) }),
    ...(trail["startedAtMs"] === undefined ? {} : { startedAtMs: numberIn(trail, "startedAtMs", place) }),
    ...(trail["stoppedAtMs"] === undefined ? {} : { stoppedAtMs: numberIn(trail, "stoppedAtMs", place) }),
    ...(logGroupArn === undefined ? {} : { logGroupArn }),
    ...(trail["tags"] === undefined ? {} : { tags: textsByNameIn(trail, "tags", place) }),
  };
}

/** Throws a RecordsError that names the place. */
export function readBucket(value: unknown, position: number): BucketSetup {
  const place = `account.buckets[${position}]`;
  const bucket = objectOf(value, place);
  const accountId = optionalTextIn(bucket, "accountId", place);
  const region = optionalTextIn(bucket, "region", place);
  return {
    name: textIn(bucket, "name", place),
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
    ...(bucket["block"] === undefined ? {} : { block: readBlock(bucket["block"], `${place}.block`) }),
    ...(bucket["policyIsPublic"] === undefined ? {} : { policyIsPublic: flagIn(bucket, "policyIsPublic", place) }),
    ...(bucket["groupGrants"] === undefined ? {} : { groupGrants: readGrants(bucket, place) }),
    ...(bucket["tags"] === undefined ? {} : { tags: textsByNameIn(bucket, "tags", place) }),
    ...(bucket["servesWebsite"] === undefined ? {} : { servesWebsite: flagIn(bucket, "servesWebsite", place) }),
  };
}

function readBlock(value: unknown, place: string): BlockSetup {
  const block = objectOf(value, place);
  return {
    BlockPublicAcls: flagIn(block, "BlockPublicAcls", place),
    IgnorePublicAcls: flagIn(block, "IgnorePublicAcls", place),
    BlockPublicPolicy: flagIn(block, "BlockPublicPolicy", place),
    RestrictPublicBuckets: flagIn(block, "RestrictPublicBuckets", place),
  };
}

function readGrants(bucket: Fields, place: string): readonly GroupGrantSetup[] {
  return listIn(bucket, "groupGrants", place).map((each, position) => {
    const grantPlace = `${place}.groupGrants[${position}]`;
    const grant = objectOf(each, grantPlace);
    return { uri: textIn(grant, "uri", grantPlace), permission: textIn(grant, "permission", grantPlace) };
  });
}
