import { expect } from "chai";

import type { MockAccount } from "../../local/program/mocks";
import { encryptionKey } from "../../stacks/encryption-key";
import { trailLogGroup } from "../../stacks/trail";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { statementsOf } from "./graph";

const management = "999988887777";
const own = "111122223333";
const home: MockAccount = { accountId: own, region: "eu-west-1" };

function declared(organization: boolean, account: MockAccount): Promise<DeclaredAlone> {
  return declaredAlone(
    (context) => void trailLogGroup(context, encryptionKey(context)),
    { trail: { create: true, organization } },
    account,
  );
}

function only({ resources }: DeclaredAlone, type: string) {
  const [found] = resources.filter((one) => one.type === type);
  expect(found, type).to.not.equal(undefined);
  return found as DeclaredAlone["resources"][number];
}

/** Who has to be where the trail's owner is named, by how the stack stands to the organization. */
const owners: readonly (readonly [string, boolean, MockAccount, string])[] = [
  ["a single account", false, home, own],
  ["an organization, made in its management account", true, { ...home, managementAccountId: own }, own],
  [
    "an organization, made by a delegated administrator",
    true,
    { ...home, managementAccountId: management },
    management,
  ],
];

describe("a trail that the stack creates", () => {
  for (const [whose, organization, account, owner] of owners) {
    describe(`of ${whose}`, () => {
      let stack: DeclaredAlone;
      before(async () => void (stack = await declared(organization, account)));

      const arnEnd = () => `${owner}:trail/${String(only(stack, "aws:s3/bucket:Bucket").outputs.id)}`;

      it("may write into its bucket under its own ARN, into its folders and no others", () => {
        const statements = statementsOf(only(stack, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
        const writes = statements.find(({ Sid }) => Sid === "TrailWrites");
        expect(JSON.stringify(writes?.Condition)).to.contain(arnEnd());
        const folders = [writes?.Resource].flat().map((one) => String(one).replace(/^.*\/AWSLogs\//, ""));
        expect(folders).to.deep.equal([`${owner}/*`, ...(organization ? ["o-localrun00/*"] : [])]);
      });

      it("may encrypt with the key, under its own ARN", () => {
        const statements = statementsOf(only(stack, "aws:kms/key:Key").inputs.policy);
        const encrypts = statements.find(({ Sid }) => Sid === "CloudTrailEncrypts");
        expect(JSON.stringify(encrypts?.Condition)).to.contain(`:${owner}:trail/*`);
      });

      it("is the organization's only where that is asked for", () => {
        expect(only(stack, "aws:cloudtrail/trail:Trail").inputs.isOrganizationTrail).to.equal(organization);
      });
    });
  }
});
