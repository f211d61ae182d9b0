import { expect } from "chai";

import type { Reach } from "../../clients/reach";
import { accountReach, inAccounts } from "../../clients/reach";
import { isOutOfReach } from "../../clients/role-sessions";
import { ACCOUNT, errorOf } from "../local/account/fixture";
import { IAM_SETUP, MEMBER_ACCOUNT, RESPONDER, roleArn } from "../local/account/iam-fixture";
import type { CalledAccount } from "../support/called-account";
import { startCalledAccount } from "../support/called-account";

describe("the roles in other accounts", () => {
  let running: CalledAccount;
  let externalId: string;
  let forgotten: number;

  beforeEach(async () => {
    running = await startCalledAccount(IAM_SETUP, RESPONDER);
    running.account.setClock(Date.now());
    [externalId, forgotten] = ["agreed", 0];
  });
  afterEach(() => running.stop());

  const reachOf = (role = "warden-member"): Reach =>
    accountReach({
      memberRole: { role },
      externalId: { value: () => Promise.resolve(externalId), forget: () => void (forgotten += 1) },
      partition: "aws",
      ownAccount: ACCOUNT,
      sessionName: "disable-key-0a1b2c3",
    });
  const assumed = () =>
    running.calls.filter(({ operation }) => operation === "AssumeRole").map(({ input }) => input as object);

  it("are assumed under the function's name and with the external id, once for all who ask at the same time", async () => {
    const reach = reachOf();
    const { act } = reach.signers(MEMBER_ACCOUNT);
    const [one, other] = await Promise.all([act?.credentials?.(), act?.credentials?.(), reach.prepare(MEMBER_ACCOUNT)]);
    expect(one?.accessKeyId).to.match(/^ASIA/);
    expect(other).to.equal(one);
    expect(await act?.credentials?.()).to.equal(one);
    expect(assumed()).to.deep.equal([
      {
        RoleArn: roleArn("warden-member", MEMBER_ACCOUNT),
        RoleSessionName: "disable-key-0a1b2c3",
        ExternalId: "agreed",
      },
    ]);
  });

  it("are not needed in the function's own account", async () => {
    const reach = reachOf();
    expect(reach.signers(ACCOUNT)).to.deep.equal({});
    await reach.prepare(ACCOUNT);
    expect(assumed()).to.deep.equal([]);
  });

  it("are out of reach where they are missing or trust others, told by account, and asked for anew the next time", async () => {
    const reach = reachOf();
    const missing = await errorOf(reach.signers(MEMBER_ACCOUNT).read?.credentials?.() ?? Promise.resolve());
    expect(isOutOfReach(missing)).to.equal(true);
    expect(missing).to.include({ account: MEMBER_ACCOUNT });
    expect(missing.message).to.include("warden-member-read").and.not.to.include("agreed");
    externalId = "another";
    expect(isOutOfReach(await errorOf(reach.prepare(MEMBER_ACCOUNT)))).to.equal(true);
    expect(forgotten).to.equal(2);
    externalId = "agreed";
    await reach.prepare(MEMBER_ACCOUNT);
    expect(assumed()).to.have.length(3);
  });

  it("are not said to be out of reach where AWS has a fault of its own", async () => {
    const broken = accountReach({
      memberRole: { role: "warden-member" },
      externalId: { value: () => Promise.reject(new Error("no answer")), forget: () => undefined },
      ...{ partition: "aws", ownAccount: ACCOUNT, sessionName: "disable-key" },
    });
    const error = await errorOf(broken.prepare(MEMBER_ACCOUNT));
    expect(isOutOfReach(error)).to.equal(false);
    expect(error.message).to.equal("no answer");
  });

  it("sign what is made for their account alone, and each access is made once", () => {
    const made: string[][] = [];
    const access = inAccounts((signers) => {
      made.push(Object.keys(signers));
      return made.length;
    }, reachOf());
    expect([access(MEMBER_ACCOUNT), access(undefined), access(MEMBER_ACCOUNT)]).to.deep.equal([1, 2, 1]);
    expect(made).to.deep.equal([["read", "act"], []]);
    expect(inAccounts((signers) => Object.keys(signers), undefined)(MEMBER_ACCOUNT)).to.deep.equal([]);
  });
});
