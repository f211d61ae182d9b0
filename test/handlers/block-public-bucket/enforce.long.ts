import { expect } from "chai";

import type { AccountSetup } from "../../../local/account/types";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { account, caller, enforcing, items, minute, region } from "../../support/tampering-stories";

const whole = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const none = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const openPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }],
};
const closedPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "s3:*", Resource: "*" }],
};

function bucketCalls(prefix: string) {
  const call = caller(prefix);
  return (name: string, parameters: object, atMs = minute(0), more: object = {}) =>
    call({
      source: "s3.amazonaws.com",
      name,
      atMs,
      parameters: { bucketName: "photos", ...parameters },
      more: { ...more },
    });
}

const decisionsOf = ({ decisions }: Played) =>
  decisions.map(({ subject, verdict, reason }) => [subject, verdict, reason]);
const changesOf = ({ changes }: Played) => changes.map(({ service, operation }) => `${service}:${operation}`);
const blockOf = (played: Played) => played.account.buckets?.find(({ name }) => name === "photos")?.block;
const texts = ({ messages }: Played) =>
  messages.filter((one) => one.function === "block-public-bucket").map(({ message }) => JSON.stringify(message));

describe("block-public-bucket in enforce, from its uploaded form through the whole program", function () {
  this.timeout(400_000);

  const play = (records: ReturnType<ReturnType<typeof bucketCalls>>[], holds: Partial<AccountSetup> = {}) =>
    playProgram({ configuration: enforcing, items: items(...records), account: holds });

  for (const [title, name, parameters] of [
    ["a public policy", "PutBucketPolicy", { bucketPolicy: openPolicy }],
    ["a canned ACL", "PutBucketAcl", { "x-amz-acl": ["public-read"] }],
    [
      "a written ACL",
      "PutBucketAcl",
      {
        AccessControlPolicy: {
          AccessControlList: {
            Grant: {
              Grantee: { URI: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" },
              Permission: "READ",
            },
          },
        },
      },
    ],
    ["the loss of its block", "DeleteBucketPublicAccessBlock", {}],
    [
      "the loss of a part of its block",
      "PutBucketPublicAccessBlock",
      { PublicAccessBlockConfiguration: { ...whole, IgnorePublicAcls: false } },
    ],
  ] as const) {
    it(`blocks a bucket that ${title} exposes: all four settings, of that bucket alone`, async () => {
      const call = bucketCalls("c0000001");
      const played = await play([call(name, parameters)], { buckets: [{ name: "other", region }] });
      expect(played.errors).to.deep.equal([]);
      expect(decisionsOf(played)).to.deep.equal([["photos", "done", "seen"]]);
      expect(changesOf(played)).to.deep.equal(["s3:PutPublicAccessBlock"]);
      expect(blockOf(played)).to.deep.equal(whole);
      expect(played.account.buckets?.find(({ name: other }) => other === "other")).not.to.have.property("block");
      expect(texts(played)[0]).to.include("Public access is blocked").and.to.include("mallory");
    });
  }

  it("leaves what is not public, or is closed already, and says nothing of it", async () => {
    const call = bucketCalls("c0000002");
    const played = await play([
      call("PutBucketPolicy", { bucketPolicy: closedPolicy }),
      call("PutBucketPublicAccessBlock", { PublicAccessBlockConfiguration: whole }, minute(1)),
      call("PutBucketPolicy", { bucketPolicy: openPolicy }, minute(2)),
    ]);
    expect(new Set(decisionsOf(played).map(String))).to.deep.equal(new Set(["photos,skip,not-public"]));
    expect(played.decisions).to.have.lengthOf(3);
    expect(changesOf(played)).to.deep.equal([]);
    expect(texts(played)).to.deep.equal([]);
  });

  it("leaves what the account's own block closes, and tells where that can't be read", async () => {
    const call = bucketCalls("c0000003");
    const records = [call("PutBucketPolicy", { bucketPolicy: openPolicy })];
    const above = await play(records, { accountBlocks: { [account]: { ...none, RestrictPublicBuckets: true } } });
    const denied = await play(records, { accountBlocks: { [account]: "denied" } });
    expect(decisionsOf(above)).to.deep.equal([["photos", "skip", "blocked-above"]]);
    expect(decisionsOf(denied)).to.deep.equal([["photos", "notify", "look-up-failed"]]);
    expect([...changesOf(above), ...changesOf(denied)]).to.deep.equal([]);
  });

  it("leaves what is exempt by a tag until its day is over", async () => {
    const call = bucketCalls("c0000004");
    const tag = (value: string, atMs: number) =>
      call("PutBucketTagging", { Tagging: { TagSet: { Tag: { Key: "api-warden:exempt", Value: value } } } }, atMs);
    const expose = (atMs: number) => call("PutBucketPolicy", { bucketPolicy: openPolicy }, atMs);
    const exempt = await play([tag("SEC-42,2026-10-01", minute(-1)), expose(minute(0))]);
    const expired = await play([tag("SEC-42,2026-09-30", minute(-1)), expose(minute(0))]);
    const malformed = await play([tag("for ever", minute(-1)), expose(minute(0))]);
    expect(decisionsOf(exempt)).to.deep.equal([["photos", "refused", "exempt"]]);
    expect(changesOf(exempt)).to.deep.equal([]);
    for (const played of [expired, malformed]) expect(decisionsOf(played)).to.deep.equal([["photos", "done", "seen"]]);
    expect(texts(expired)[0]).to.include("No longer exempt");
    expect(texts(malformed)[0]).to.include("exempts nothing");
  });

  it("asks about a bucket that serves a website", async () => {
    const call = bucketCalls("c0000005");
    const played = await play([
      call("PutBucketWebsite", {}, minute(-1)),
      call("PutBucketPolicy", { bucketPolicy: openPolicy }),
    ]);
    expect(decisionsOf(played)).to.deep.equal([["photos", "ask", "website"]]);
    expect(changesOf(played)).to.deep.equal([]);
  });

  it("leaves buckets of others, buckets that are gone and calls that failed", async () => {
    const call = bucketCalls("c0000006");
    const theirs = [{ accountId: "999988887777", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::photos" }];
    const foreign = await play([
      call("PutBucketPolicy", { bucketPolicy: openPolicy }, minute(0), { resources: theirs }),
    ]);
    const gone = await play([
      call("PutBucketAcl", { "x-amz-acl": "public-read" }),
      // In the same second, and so before the function has a look.
      call("DeleteBucket", {}),
    ]);
    const failed = await play([
      call("PutBucketPolicy", { bucketPolicy: openPolicy }, minute(0), { errorCode: "AccessDenied" }),
    ]);
    expect(decisionsOf(foreign)).to.deep.equal([["photos", "refused", "account-not-listed"]]);
    expect(decisionsOf(gone)).to.deep.equal([["photos", "skip", "gone"]]);
    expect(decisionsOf(failed)).to.deep.equal([]);
    for (const played of [foreign, gone, failed]) expect(changesOf(played)).to.deep.equal([]);
  });

  it("sends a bucket that S3 gives to another owner than the record back to people", async () => {
    const call = bucketCalls("c0000007");
    const played = await playProgram({
      configuration: enforcing,
      items: items(call("PutBucketAcl", { "x-amz-acl": "public-read" })),
      account: { faults: [{ kind: "access-denied", service: "s3", operation: "GetBucketAcl" }] },
    });
    expect(decisionsOf(played)).to.deep.equal([["photos", "refused", "unknown-owner"]]);
    expect(changesOf(played)).to.deep.equal([]);
  });
});
