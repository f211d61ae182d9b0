import { expect } from "chai";

import type { BucketAccess } from "../../../clients/buckets";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { AccessBlock } from "../../../core/public-bucket/access-block";
import { noBlock, wholeBlock } from "../../../core/public-bucket/access-block";
import { bucketChangeIn } from "../../../core/public-bucket/bucket-change";
import type { GroupGrant } from "../../../core/public-bucket/exposure";
import { bucketResponder } from "../../../handlers/block-public-bucket/responder";
import { respondingStage } from "../../support/responding-stage";

const account = "111122223333";
const NOON = Date.parse("2026-10-01T12:00:00Z");
const at = (minutes: number) => NOON + minutes * 60_000;
const everybody: GroupGrant = { groupUri: "http://acs.amazonaws.com/groups/global/AllUsers", permission: "READ" };

let calls = 0;

/** A bucket that is only told of, and what calls lead to: how many messages. */
function story(mode: "notify" | "enforce" = "notify") {
  const stage = respondingStage({ "block-public-access": mode });
  const bucket: { policyIsPublic: boolean; grants: GroupGrant[]; block: AccessBlock } = {
    ...{ policyIsPublic: false, grants: [], block: noBlock },
  };
  const buckets: BucketAccess = {
    groupGrants: () => Promise.resolve(bucket.grants),
    policyIsPublic: () => Promise.resolve(bucket.policyIsPublic),
    block: () => Promise.resolve(bucket.block),
    accountBlock: () => Promise.resolve(undefined),
    tagsOf: () => Promise.resolve({}),
    servesWebsite: () => Promise.resolve(false),
    setBlock: (_place, block = noBlock) => {
      bucket.block = block;
      return Promise.resolve(true);
    },
  };
  const responder = bucketResponder({
    buckets: () => buckets,
    protected: [],
    reach: { ownAccount: account, accounts: undefined, hasRoles: false },
  });
  const requestOf = (eventName: string, minutes: number, more: object = {}) => {
    calls += 1;
    const record: CloudTrailRecord = {
      ...{ eventSource: "s3.amazonaws.com", eventName, eventTime: new Date(at(minutes)).toISOString() },
      ...{ eventID: `event-${calls}`, awsRegion: "us-east-1", recipientAccountId: account },
      requestParameters: { bucketName: "photos", ...more },
    };
    const request = bucketChangeIn(record);
    if (request === undefined) throw new Error(`${eventName} exposes nothing`);
    return request;
  };
  const take = (request: ReturnType<typeof requestOf>, minutes: number) =>
    stage.postsOf(request, responder, at(minutes) + 1_000);
  const call = (name: string, minutes: number, more?: object) => take(requestOf(name, minutes, more), minutes);
  return { ...{ stage, bucket, requestOf, take, call } };
}

const policy = (resource: string) => ({ bucketPolicy: { Statement: [{ Effect: "Allow", Resource: resource }] } });

describe("a bucket that was made public is told of again within the hour", () => {
  it("where it is public in another way, too", async () => {
    const { bucket, call } = story();
    bucket.policyIsPublic = true;
    expect(await call("PutBucketPolicy", 0, policy("arn:aws:s3:::photos/public/*"))).to.equal(1);
    bucket.grants = [everybody];
    expect(await call("PutBucketAcl", 10)).to.equal(1);
    expect(await call("DeletePublicAccessBlock", 11)).to.equal(1);
  });

  it("where its public policy is another one", async () => {
    const { bucket, call } = story();
    bucket.policyIsPublic = true;
    expect(await call("PutBucketPolicy", 0, policy("arn:aws:s3:::photos/public/*"))).to.equal(1);
    expect(await call("PutBucketPolicy", 10, policy("arn:aws:s3:::photos/*"))).to.equal(1);
  });

  it("where it was closed meanwhile", async () => {
    const { bucket, call } = story();
    bucket.grants = [everybody];
    expect(await call("PutBucketAcl", 0)).to.equal(1);
    bucket.grants = [];
    expect(await call("PutBucketAcl", 5)).to.equal(0);
    bucket.grants = [everybody];
    expect(await call("PutBucketAcl", 10)).to.equal(1);
  });

  it("a handful of times at most", async () => {
    const { bucket, call, stage } = story();
    bucket.policyIsPublic = true;
    for (let minute = 0; minute < 50; minute += 1) await call("PutBucketPolicy", minute, policy(String(minute)));
    expect(stage.posts).to.have.length(5);
    expect(stage.posts[4]).to.include("stands in the function's log alone");
  });
});

describe("a bucket that was made public is told of once", () => {
  it("where the same event is delivered twice", async () => {
    const { bucket, requestOf, take } = story();
    bucket.grants = [everybody];
    const request = requestOf("PutBucketAcl", 0);
    expect(await take(request, 0)).to.equal(1);
    expect(await take(request, 1)).to.equal(0);
  });

  it("where the same is put once more", async () => {
    const { bucket, call } = story();
    bucket.policyIsPublic = true;
    expect(await call("PutBucketPolicy", 0, policy("arn:aws:s3:::photos/*"))).to.equal(1);
    expect(await call("PutBucketPolicy", 10, policy("arn:aws:s3:::photos/*"))).to.equal(0);
  });

  for (const mode of ["notify", "enforce"] as const) {
    it(`where the first try could not reach people, in \`${mode}\``, async () => {
      const { bucket, requestOf, take, stage } = story(mode);
      bucket.grants = [everybody];
      const request = requestOf("PutBucketAcl", 0);
      stage.state.slackIsDown = true;
      const failure: unknown = await take(request, 0).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(Error);
      stage.state.slackIsDown = false;
      expect(await take(request, 1)).to.equal(1);
      expect(await take(request, 2)).to.equal(0);
      expect(bucket.block).to.deep.equal(mode === "enforce" ? wholeBlock : noBlock);
    });
  }
});
