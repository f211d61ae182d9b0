import { expect } from "chai";

import type { IdentityChange } from "../../../../local/account/identities/setup";
import { Directory } from "../../../../local/account/identities/directory";
import { InferredIdentities } from "../../../../local/play/inferred/identities";
import { minutes, startMs } from "../fixture";

const account = "111122223333";
const other = "444455556666";
const anaArn = `arn:aws:iam::${account}:user/people/ana`;
const roleArn = `arn:aws:iam::${account}:role/ci/deployer`;
const anaKey = "AKIAANAANAANAANA0001";

const byUser = (changes: object = {}, record: object = {}) => ({
  eventSource: "s3.amazonaws.com",
  eventName: "GetObject",
  awsRegion: "eu-west-1",
  recipientAccountId: account,
  userIdentity: { type: "IAMUser", arn: anaArn, accountId: account, userName: "ana", accessKeyId: anaKey, ...changes },
  ...record,
});

const byRole = (issuer: object = {}) => ({
  recipientAccountId: account,
  userIdentity: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/deployer/run-1`,
    accessKeyId: "ASIADEPLOYER00000001",
    sessionContext: {
      sessionIssuer: { type: "Role", arn: roleArn, accountId: account, userName: "deployer", ...issuer },
    },
  },
});

const iam = (eventName: string, requestParameters: object, more: object = {}) =>
  byUser({}, { eventSource: "iam.amazonaws.com", eventName, requestParameters, ...more });

/** The account as of some minutes, after records that were read in this order. */
function asOf(minute: number, records: readonly (readonly [minute: number, record: object])[]): Directory {
  const inferred = new InferredIdentities();
  for (const [at, record] of records) inferred.take({ ...record }, minutes(at));
  const directory = new Directory(account, "eu-west-1");
  directory.addChanges(inferred.history());
  return directory.at(minutes(minute));
}

const keysOf = (directory: Directory, name = "ana") =>
  Object.fromEntries(
    [...(directory.user(account, name)?.keys.values() ?? [])].map((key) => [key.accessKeyId, key.status]),
  );

describe("users, roles and keys inferred from history", () => {
  it("an IAM user seen with a long-term key is a user with that active key", () => {
    const directory = asOf(5, [[5, byUser()]]);
    const user = directory.user(account, "ana");
    expect(user).to.include({ name: "ana", path: "/people/", arn: anaArn, accountId: account });
    expect(keysOf(directory)).to.deep.equal({ [anaKey]: "Active" });
    expect(directory.key(anaKey)?.key.lastUsed).to.deep.equal({
      atMs: minutes(5),
      service: "s3",
      region: "eu-west-1",
    });
  });

  it("a user belongs to its own account, wherever its call was recorded", () => {
    const directory = asOf(0, [[0, byUser({ accessKeyId: anaKey }, { recipientAccountId: other })]]);
    expect(directory.key(anaKey)?.user.accountId).to.equal(account);
    expect(directory.user(other, "ana")).to.equal(undefined);
  });

  it("a user without an ARN is known by account and name", () => {
    expect(asOf(0, [[0, byUser({ arn: undefined })]]).user(account, "ana")?.path).to.equal("/");
  });

  it("temporary credentials of a user make a user without a key", () => {
    const directory = asOf(0, [[0, byUser({ accessKeyId: "ASIATEMPORARY0000001" })]]);
    expect(directory.user(account, "ana")?.keys.size).to.equal(0);
    expect(directory.key("ASIATEMPORARY0000001")).to.equal(undefined);
  });

  it("a role seen assumed is a role", () => {
    expect(asOf(0, [[0, byRole()]]).role(account, "deployer")).to.include({ path: "/ci/", arn: roleArn });
  });

  it("who is neither, or has a name that nobody can have, is nobody", () => {
    const strangers = [
      byUser({ type: "Root", arn: `arn:aws:iam::${account}:root` }),
      byUser({ arn: undefined, userName: "a b" }),
      byUser({ arn: undefined, accountId: "ANONYMOUS_PRINCIPAL" }),
      byUser({ type: undefined }),
      byRole({ type: "SAML" }),
      { userIdentity: null },
      {},
    ];
    const inferred = new InferredIdentities();
    for (const record of strangers) inferred.take(record, startMs);
    expect(inferred.history()).to.deep.equal([]);
  });

  it("what history does not create was there before it, and was created no later than its first event", () => {
    const directory = asOf(1, [
      [9, byUser()],
      [1, byRole()],
    ]);
    expect(keysOf(directory)).to.deep.equal({ [anaKey]: "Active" });
    expect(directory.key(anaKey)?.key.createdAtMs).to.equal(minutes(1));
  });

  it("what history creates, changes and deletes does so at its time, in whatever order it is read", () => {
    const newKey = "AKIABACKDOOR00000001";
    const records = [
      [20, iam("DeleteAccessKey", { userName: "bo", accessKeyId: newKey })],
      [12, byUser({ arn: `arn:aws:iam::${account}:user/bo`, userName: "bo", accessKeyId: newKey })],
      [15, iam("UpdateAccessKey", { userName: "bo", accessKeyId: newKey, status: "Inactive" })],
      [10, iam("CreateAccessKey", { userName: "bo" }, { responseElements: { accessKey: { accessKeyId: newKey } } })],
      [30, iam("DeleteUser", { userName: "bo" })],
    ] as const;
    const statusAt = (minute: number) => keysOf(asOf(minute, records), "bo")[newKey];
    expect([9, 10, 14, 15, 19, 20].map(statusAt)).to.deep.equal([
      ...[undefined, "Active", "Active", "Inactive", "Inactive", undefined],
    ]);
    expect(asOf(29, records).user(account, "bo")).to.include({ name: "bo" });
    expect(asOf(30, records).user(account, "bo")).to.equal(undefined);
    expect(asOf(40, records).accountOfKey(newKey)).to.equal(account);
  });

  it("a user that history creates is not there before", () => {
    const user = { userName: "new", path: "/temp/", arn: `arn:aws:iam::${account}:user/temp/new` };
    const created = iam("CreateUser", { userName: "new" }, { responseElements: { user } });
    const records = [
      [10, created],
      [11, byUser({ arn: user.arn, userName: "new", accessKeyId: "AKIANEWNEWNEWNEW0001" })],
    ] as const;
    expect(asOf(9, records).user(account, "new")).to.equal(undefined);
    expect(asOf(10, records).user(account, "new")).to.include({ path: "/temp/", createdAtMs: minutes(10) });
  });

  it("tags, groups and policies come and go", () => {
    const records = [
      [
        1,
        iam("TagUser", {
          userName: "ana",
          tags: [
            { key: "team", value: "data" },
            { key: "x", value: "" },
          ],
        }),
      ],
      [2, iam("AddUserToGroup", { userName: "ana", groupName: "admins" })],
      [3, iam("AttachUserPolicy", { userName: "ana", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })],
      [4, iam("PutUserPolicy", { userName: "ana", policyName: "p", policyDocument: "{}" })],
      [5, iam("PutRolePolicy", { roleName: "deployer", policyName: "p", policyDocument: "{}" })],
      [11, iam("UntagUser", { userName: "ana", tagKeys: ["x"] })],
      [12, iam("RemoveUserFromGroup", { userName: "ana", groupName: "admins" })],
      [13, iam("DetachUserPolicy", { userName: "ana", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })],
      [14, iam("DeleteUserPolicy", { userName: "ana", policyName: "p" })],
      [15, iam("DeleteRolePolicy", { roleName: "deployer", policyName: "p" })],
    ] as const;
    const at = (minute: number) => {
      const directory = asOf(minute, records);
      const user = directory.user(account, "ana");
      return [
        [...(user?.tags ?? [])],
        [...(user?.groups ?? [])],
        [...(user?.attachedPolicies ?? [])],
        [...(user?.inlinePolicies.keys() ?? [])],
        [...(directory.role(account, "deployer")?.inlinePolicies.keys() ?? [])],
      ];
    };
    const tags = [
      ["team", "data"],
      ["x", ""],
    ];
    expect(at(10)).to.deep.equal([tags, ["admins"], ["arn:aws:iam::aws:policy/AdministratorAccess"], ["p"], ["p"]]);
    expect(at(20)).to.deep.equal([[tags[0]], [], [], [], []]);
  });

  it("a call that was refused changed nothing", () => {
    const refused = { errorCode: "AccessDenied" };
    const records = [[1, iam("DeleteUser", { userName: "ana" }, refused)]] as const;
    expect(asOf(2, records).user(account, "ana")).to.include({ name: "ana" });
  });

  it("later use of a key that was made inactive does not make it active again", () => {
    const directory = asOf(0, [[0, byUser()]]);
    const [key] = directory.user(account, "ana")?.keys.values() ?? [];
    if (key !== undefined) key.status = "Inactive";
    const again: IdentityChange = {
      change: "key",
      atMs: minutes(1),
      identity: { kind: "user", accountId: account, name: "ana" },
      key: { accessKeyId: anaKey },
    };
    directory.addChanges([again]);
    expect(keysOf(directory.at(minutes(2)))).to.deep.equal({ [anaKey]: "Inactive" });
  });

  it("the account seen most is the one that most records were written for", () => {
    const inferred = new InferredIdentities();
    expect(inferred.mostSeenAccount).to.equal(undefined);
    for (const recipientAccountId of [other, "nonsense", "nonsense", "nonsense", account, account]) {
      inferred.take({ recipientAccountId }, startMs);
    }
    expect(inferred.mostSeenAccount).to.equal(account);
  });
});
