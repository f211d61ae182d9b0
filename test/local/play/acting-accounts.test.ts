import { expect } from "chai";

import { ActingAccounts } from "../../../local/play/acting-accounts";

const account = "111122223333";
const record = "wa-aaaaaaaaaa";

describe("the account that a function acts in, where a run acts in all that are seen", () => {
  it("is the one that an event comes from, or that a message is about", () => {
    const accounts = new ActingAccounts();
    const message = { Records: [{ Sns: { Message: JSON.stringify({ accessKeyId: "AKIA…", account }) } }] };
    expect(accounts.of({ source: "aws.ec2", account })).to.equal(account);
    expect(accounts.of(message)).to.equal(account);
  });
  it("is the one that a finding is about, whichever account's GuardDuty tells of it", () => {
    const finding = { source: "aws.guardduty", account: "999988887777", detail: { accountId: account } };
    expect(new ActingAccounts().of(finding)).to.equal(account);
    expect(new ActingAccounts().of({ ...finding, source: "acme" })).to.equal("999988887777");
  });
  it("is the one that was decided on, where a function wakes itself", () => {
    const accounts = new ActingAccounts();
    const woken = { Records: [{ body: JSON.stringify({ warden: "second-look", record }) }] };
    expect(accounts.of(woken)).to.equal(undefined);
    accounts.learn(["START", "{}", JSON.stringify({ warden: "decided", record, account, verdict: "done" })]);
    expect(accounts.of(woken)).to.equal(account);
  });
  it("is nobody's word but AWS's: what is no account, or does not say, leaves it open", () => {
    const accounts = new ActingAccounts();
    accounts.learn(['{"warden":"decided"', '{"warden":"decided","account":"1"}']);
    for (const event of [undefined, null, {}, { account: "evil" }, { Records: [] }, { Records: [{ body: "{" }] }])
      expect(accounts.of(event), JSON.stringify(event)).to.equal(undefined);
  });
});
