import { expect } from "chai";

import type { ProtectedSubject } from "../../../core/configuration/configuration";
import type { SuspiciousKey } from "../../../core/suspicious-keys/message";
import type { Reach } from "../../../handlers/disable-key/identify";
import { identify } from "../../../handlers/disable-key/identify";
import type { KnownUsers } from "../../support/known-users";
import { knownUsers, ownAccount } from "../../support/known-users";

const stolen = "AKIAEXAMPLEBUILD0001";
const other = "AKIAEXAMPLEBUILD0002";
const foreign = "AKIAEXAMPLESTRANGE01";

const people = () =>
  knownUsers(
    {
      name: "build",
      tags: { team: "release" },
      keys: [
        { accessKeyId: stolen, isActive: true },
        { accessKeyId: other, isActive: true },
      ],
    },
    { name: "stranger", account: "999988887777", keys: [{ accessKeyId: foreign, isActive: true }] },
  );
const reach: Reach = {
  ownAccount,
  accounts: undefined,
  protected: [],
  deployingPrincipalArn: `arn:aws:iam::${ownAccount}:user/deployer`,
};
const report = (changes: Partial<SuspiciousKey> = {}): SuspiciousKey => ({
  accessKeyId: stolen,
  signals: [],
  eventIds: [],
  ...changes,
});

function look(changes: Partial<SuspiciousKey> = {}, reachChanges: Partial<Reach> = {}, users: KnownUsers = people()) {
  return identify(report(changes), users, { ...reach, ...reachChanges });
}

describe("whose key it is", () => {
  it("is told by AWS, not by the report", async () => {
    expect(await look({ userName: "BUILD", account: "000000000000" })).to.deep.equal({
      account: ownAccount,
      userName: "build",
      tags: { team: "release" },
    });
  });

  const rows: readonly [credential: string, changes: Partial<SuspiciousKey>, refusal: string][] = [
    [
      "an IAM user's session",
      { principalType: "IAMUser", accessKeyId: "ASIAEXAMPLEBUILD0001" },
      "temporary-credentials",
    ],
    [
      "a role's session",
      { principalType: "AssumedRole", accessKeyId: "ASIAEXAMPLEBUILD0001" },
      "temporary-credentials",
    ],
    [
      "a federated session",
      { principalType: "FederatedUser", accessKeyId: "ASIAEXAMPLEBUILD0001" },
      "temporary-credentials",
    ],
    ["root's long-term key", { principalType: "Root" }, "root"],
    ["root's session", { principalType: "Root", accessKeyId: "ASIAEXAMPLEBUILD0001" }, "root"],
    ["a SAML user", { principalType: "SAMLUser" }, "not-a-user"],
    ["a web identity user", { principalType: "WebIdentityUser" }, "not-a-user"],
    ["an Identity Center user", { principalType: "IdentityCenterUser" }, "not-a-user"],
    ["a foreign account or an anonymous caller", { principalType: "AWSAccount" }, "not-a-user"],
    ["a service", { principalType: "AWSService" }, "not-a-user"],
    ["a caller of no type", { principalType: "Unknown" }, "not-a-user"],
    ["a session that a SIEM reports", { accessKeyId: "ASIAEXAMPLEBUILD0001" }, "temporary-credentials"],
    ["an id that is no access key's", { accessKeyId: "AIDAEXAMPLEBUILD0001" }, "not-an-access-key"],
  ];
  for (const [credential, changes, refusal] of rows) {
    it(`is not even asked for ${credential}`, async () => {
      const users = people();
      expect(await look(changes, {}, users)).to.deep.equal({ refusal });
      expect(users.calls).to.deep.equal([]);
    });
  }

  it("decides only within the accounts that are listed and within reach", async () => {
    expect(await look({ accessKeyId: foreign })).to.include({ refusal: "account-not-listed", account: "999988887777" });
    expect(await look({ accessKeyId: foreign }, { accounts: [ownAccount, "999988887777"] })).to.include({
      refusal: "account-out-of-reach",
    });
    expect(await look({}, { accounts: ["999988887777"] })).to.include({ refusal: "account-not-listed" });
    expect(await look({}, { ownAccount: undefined })).to.include({ refusal: "account-not-listed" });
    expect(await look({ accessKeyId: "AKIAEXAMPLENOBODY001" })).to.deep.equal({ refusal: "unknown-account" });
  });

  it("has to be what the report says, where it says anything", async () => {
    expect(await look({ userName: "alice" })).to.include({ refusal: "owner-mismatch", userName: "build" });
  });

  it("ends with a key that is inactive already, or gone", async () => {
    const users = people();
    users.active.set(stolen, false);
    expect(await look({}, {}, users)).to.include({ nothingToDo: "already-so" });
    const gone = people();
    gone.ownerOf = () => Promise.resolve({ kind: "gone" });
    expect(await look({}, {}, gone)).to.deep.equal({ account: ownAccount, nothingToDo: "gone" });
  });

  it("takes a key without an owner that IAM shows for nobody's, unless the reported user has it no more", async () => {
    const users = people();
    users.ownerOf = () => Promise.resolve({ kind: "unseen" });
    expect(await look({}, {}, users)).to.deep.equal({ account: ownAccount, refusal: "unknown-owner" });
    expect(await look({ userName: "build" }, {}, users)).to.include({ refusal: "unknown-owner" });
    users.keysOf = () => Promise.resolve([]);
    expect(await look({ userName: "build" }, {}, users)).to.include({ nothingToDo: "gone" });
    expect(await look({ userName: "no user name!" }, {}, users)).to.include({ refusal: "unknown-owner" });
  });

  it("takes an owner whose list lacks the key for no owner", async () => {
    const users = people();
    users.keysOf = () => Promise.resolve([{ accessKeyId: other, isActive: true }]);
    expect(await look({}, {}, users)).to.include({ refusal: "unknown-owner" });
  });

  const protections: readonly [what: string, entry: ProtectedSubject][] = [
    ["its user's name", { kind: "user", value: "Build" }],
    ["its user's ARN, whatever the path", { kind: "user", value: `arn:aws:iam::${ownAccount}:user/ci/build` }],
    ["its id", { kind: "key", value: stolen }],
    ["its user's tag", { kind: "tag", value: "team=release" }],
  ];
  for (const [what, entry] of protections) {
    it(`is protected by ${what}`, async () =>
      expect(await look({}, { protected: [entry] })).to.include({ refusal: "protected" }));
  }

  it("is not protected by another's name, ARN, id or tag", async () => {
    const entries: ProtectedSubject[] = [
      { kind: "user", value: "builder" },
      { kind: "user", value: "arn:aws:iam::999988887777:user/build" },
      { kind: "key", value: other },
      { kind: "tag", value: "team=finance" },
      { kind: "role", value: "build" },
    ];
    expect(await look({}, { protected: entries })).not.to.have.property("refusal");
  });

  it("is not touched where it is the deploying principal's", async () => {
    const deployingPrincipalArn = `arn:aws:iam::${ownAccount}:user/ops/Build`;
    expect(await look({}, { deployingPrincipalArn })).to.include({ refusal: "deploying-principal" });
  });

  it("needs the tags only where a tag protects", async () => {
    const users = people();
    users.fail("tagsOf", new Error("throttled"));
    expect(await look({}, {}, users)).to.deep.equal({ account: ownAccount, userName: "build" });
    const failure: unknown = await look({}, { protected: [{ kind: "tag", value: "keep" }] }, users).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(Error).with.property("message", "throttled");
  });
});
