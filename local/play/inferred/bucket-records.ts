import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import type { BlockSetup, BucketChange, GroupGrantSetup } from "../../account/s3/buckets";
import { isPublicPolicy } from "./public-policy";

/** What a record tells of its bucket. */
export type BucketNews = Omit<BucketChange, "atMs" | "name" | "accountId" | "region">;

const groups = "http://acs.amazonaws.com/groups/global/";
const everybody = `${groups}AllUsers`;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const cannedAcls: Readonly<Record<string, readonly GroupGrantSetup[]>> = {
  "public-read": [{ uri: everybody, permission: "READ" }],
  "public-read-write": [
    { uri: everybody, permission: "READ" },
    { uri: everybody, permission: "WRITE" },
  ],
  "authenticated-read": [{ uri: `${groups}AuthenticatedUsers`, permission: "READ" }],
};

const parameter = (record: CloudTrailRecord, ...path: readonly string[]) =>
  valueAt(record, "requestParameters", ...path);

/** XML as CloudTrail writes it in JSON: several elements of a name are a list, one is itself. */
function listed(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function grantsIn(record: CloudTrailRecord): readonly GroupGrantSetup[] {
  const canned = listed(parameter(record, "x-amz-acl")).map(String);
  const written = listed(parameter(record, "AccessControlPolicy", "AccessControlList", "Grant")).flatMap((grant) => {
    const uri = textAt(grant, "Grantee", "URI");
    return uri === undefined ? [] : [{ uri, permission: textAt(grant, "Permission") ?? "READ" }];
  });
  return [...canned.flatMap((name) => (Object.hasOwn(cannedAcls, name) ? (cannedAcls[name] ?? []) : [])), ...written];
}

function blockIn(record: CloudTrailRecord): BlockSetup {
  const isOn = (name: string) => textAt(parameter(record, "PublicAccessBlockConfiguration"), name) === "true";
  return {
    BlockPublicAcls: isOn("BlockPublicAcls"),
    IgnorePublicAcls: isOn("IgnorePublicAcls"),
    BlockPublicPolicy: isOn("BlockPublicPolicy"),
    RestrictPublicBuckets: isOn("RestrictPublicBuckets"),
  };
}

function tagsIn(record: CloudTrailRecord): Readonly<Record<string, string>> {
  const tags = listed(parameter(record, "Tagging", "TagSet", "Tag"));
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const key = textAt(tag, "Key");
      return key === undefined ? [] : [[key, textAt(tag, "Value") ?? ""]];
    }),
  );
}

/** By `eventName`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
export const bucketCalls: ReadonlyMap<string, (record: CloudTrailRecord) => BucketNews> = new Map([
  ["CreateBucket", (record) => ({ groupGrants: grantsIn(record) })],
  ["DeleteBucket", () => ({ isGone: true })],
  ["PutBucketAcl", (record) => ({ groupGrants: grantsIn(record) })],
  ["PutBucketPolicy", (record) => ({ policyIsPublic: isPublicPolicy(parameter(record, "bucketPolicy")) })],
  ["DeleteBucketPolicy", () => ({ policyIsPublic: null })],
  ["PutBucketPublicAccessBlock", (record) => ({ block: blockIn(record) })],
  ["PutPublicAccessBlock", (record) => ({ block: blockIn(record) })],
  ["DeleteBucketPublicAccessBlock", () => ({ block: null })],
  ["DeletePublicAccessBlock", () => ({ block: null })],
  ["PutBucketTagging", (record) => ({ tags: tagsIn(record) })],
  ["DeleteBucketTagging", () => ({ tags: {} })],
  ["PutBucketWebsite", () => ({ servesWebsite: true })],
  ["DeleteBucketWebsite", () => ({ servesWebsite: false })],
] as [string, (record: CloudTrailRecord) => BucketNews][]);

/** What a successful call does to its bucket, as far as who may reach it goes; undefined for every other one. */
export function bucketNewsIn(record: CloudTrailRecord): BucketNews | undefined {
  return bucketCalls.get(textAt(record, "eventName") ?? "")?.(record);
}
