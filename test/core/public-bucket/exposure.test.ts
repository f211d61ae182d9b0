import { expect } from "chai";
import * as fc from "fast-check";

import type { AccessBlock } from "../../../core/public-bucket/access-block";
import { blockText, noBlock, wholeBlock } from "../../../core/public-bucket/access-block";
import type { BucketState } from "../../../core/public-bucket/exposure";
import { exposureOf } from "../../../core/public-bucket/exposure";

const everybody = { groupUri: "http://acs.amazonaws.com/groups/global/AllUsers", permission: "READ" };
const logDelivery = { groupUri: "http://acs.amazonaws.com/groups/s3/LogDelivery", permission: "WRITE" };
const closed: BucketState = {
  block: undefined,
  accountBlock: undefined,
  policyIsPublic: false,
  groupGrants: [],
  blockWasChanged: false,
};

const block: fc.Arbitrary<AccessBlock> = fc.record({
  blockPublicAcls: fc.boolean(),
  ignorePublicAcls: fc.boolean(),
  blockPublicPolicy: fc.boolean(),
  restrictPublicBuckets: fc.boolean(),
});
const state: fc.Arbitrary<BucketState> = fc.record({
  block: fc.option(block, { nil: undefined }),
  accountBlock: fc.option(block, { nil: undefined }),
  policyIsPublic: fc.boolean(),
  groupGrants: fc.subarray([everybody, logDelivery]),
  blockWasChanged: fc.boolean(),
});

describe("what makes a bucket public", () => {
  it("is its policy, its ACL, or the loss of its block", () => {
    expect(exposureOf(closed)).to.deep.equal({ kind: "not-public" });
    expect(exposureOf({ ...closed, groupGrants: [logDelivery] })).to.deep.equal({ kind: "not-public" });
    const all = { ...closed, policyIsPublic: true, groupGrants: [everybody], blockWasChanged: true };
    expect(exposureOf(all)).to.deep.equal({
      kind: "public",
      ways: [
        "Its policy is public",
        "Its ACL grants READ to everybody",
        "Its block of public access is not whole any more",
      ],
    });
  });

  it("is nothing where the block that counts for it is on, here or above", () => {
    const policy = { ...closed, policyIsPublic: true };
    const acl = { ...closed, groupGrants: [everybody] };
    const restricts = { ...noBlock, restrictPublicBuckets: true };
    const ignores = { ...noBlock, ignorePublicAcls: true };
    expect(exposureOf({ ...policy, block: restricts }).kind).to.equal("not-public");
    expect(exposureOf({ ...policy, block: ignores }).kind).to.equal("public");
    expect(exposureOf({ ...acl, block: ignores }).kind).to.equal("not-public");
    expect(exposureOf({ ...acl, block: restricts }).kind).to.equal("public");
    expect(exposureOf({ ...policy, accountBlock: restricts }).kind).to.equal("blocked-above");
    expect(exposureOf({ ...acl, accountBlock: wholeBlock }).kind).to.equal("blocked-above");
  });

  it("is never found under a whole block, wherever that is", () => {
    fc.assert(
      fc.property(state, (any) => {
        expect(exposureOf({ ...any, block: wholeBlock }).kind).to.equal("not-public");
        expect(exposureOf({ ...any, accountBlock: wholeBlock }).kind).not.to.equal("public");
      }),
    );
  });

  it("is left open only where the account's block is unknown and decides", () => {
    fc.assert(
      fc.property(state, (any) => {
        const withoutAccount = exposureOf({ ...any, accountBlock: undefined }).kind;
        const unknown = exposureOf({ ...any, accountBlock: "unknown" }).kind;
        expect(unknown).to.equal(withoutAccount === "public" ? "unknown" : "not-public");
      }),
    );
  });

  it("tells people of a block by the names that S3 gives its settings", () => {
    expect(blockText(undefined)).to.equal("none");
    expect(blockText(wholeBlock)).to.equal("all four settings");
    expect(blockText({ ...noBlock, ignorePublicAcls: true, restrictPublicBuckets: true })).to.equal(
      "IgnorePublicAcls, RestrictPublicBuckets",
    );
  });
});
