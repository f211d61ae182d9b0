import { expect } from "chai";

import type { Story } from "./stage";
import { decisionEffect, heldMessage, reportOf, slackEffect, theft } from "./stage";

const done = { verdict: "done", reason: "signals" } as const;
const actionsOf = (effects: Story["effects"], settings: Story["settings"] = {}) =>
  reportOf({ records: theft(), effects: effects ?? [], settings }).actions;

describe("would-be actions of a report", () => {
  it("are one row a subject: what changes most counts, as run and with enforce", () => {
    const later = { at: "2025-03-04T05:20:00.000Z", eventIds: ["stop"], ifEnforced: done };
    const [row, ...others] = actionsOf([
      decisionEffect({ verdict: "skip", reason: "already-handled" }),
      decisionEffect(),
      decisionEffect(later),
    ]);
    expect(others).to.deep.equal([]);
    expect(row).to.deep.include({ count: 3, asRun: { verdict: "notify", reason: "mode-notify" }, ifEnforced: done });
    expect(row).to.deep.include({ firstMs: Date.parse(decisionEffect().at), lastMs: Date.parse(later.at) });
  });

  it("say in the message's words why enforce would change nothing either", () => {
    const message = heldMessage("too few independent signals (`api-warden:signalsToEnforce`)");
    const told = slackEffect("", ["assume"], { function: "disable-key", message });
    const [row] = actionsOf([decisionEffect(), told]);
    expect(row?.enforcedWords).to.equal("too few independent signals (`api-warden:signalsToEnforce`)");
  });

  it("take no message of another function or event for theirs", () => {
    const message = heldMessage("another reason");
    const others = [
      slackEffect("", ["assume"], { message }),
      slackEffect("", ["stop"], { function: "disable-key", message }),
    ];
    expect(actionsOf([decisionEffect(), ...others])[0]?.enforcedWords).to.equal(undefined);
  });

  it("come in the order of what they would change", () => {
    const rows = actionsOf([
      decisionEffect({ subject: "nothing-to-do", verdict: "skip", reason: "not-public" }),
      decisionEffect({ subject: "told-only" }),
      decisionEffect({ subject: "would-be", ifEnforced: done }),
      decisionEffect({ subject: "changed", ...done }),
    ]);
    expect(rows.map(({ subject }) => subject)).to.deep.equal(["changed", "would-be", "told-only", "nothing-to-do"]);
  });

  it("name the subject's account by whose key it is, by the ARN, or by the event", () => {
    const arn = "arn:aws:cloudtrail:us-east-1:444455556666:trail/main";
    const rows = actionsOf([
      decisionEffect({ eventIds: [] }),
      decisionEffect({ subject: arn }),
      decisionEffect({ subject: "sgr-1", eventIds: ["refused-1"] }),
      decisionEffect({ subject: "sgr-2", eventIds: ["unknown"] }),
    ]);
    expect(rows.map(({ subject, account }) => [subject, account])).to.deep.equal([
      ["AKIAEXAMPLEMALLORY01", "111122223333"],
      [arn, "444455556666"],
      ["sgr-1", "111122223333"],
      ["sgr-2", undefined],
    ]);
  });

  describe("that the deployed Warden would refuse, because the account is not listed", () => {
    const refusedWith = (settings: Story["settings"], changes: Parameters<typeof decisionEffect>[0] = {}) =>
      actionsOf([decisionEffect(changes)], settings)[0]?.isRefusedWhenDeployed;

    it("are those outside of `accounts`", () => {
      expect(refusedWith({ accounts: ["444455556666"] })).to.equal(true);
      expect(refusedWith({ accounts: ["111122223333"] })).to.equal(false);
    });

    it("are those outside of the account that most records are of, where nothing is listed", () => {
      expect(refusedWith({})).to.equal(false);
      expect(refusedWith({}, { subject: "arn:aws:s3:eu-west-1:444455556666:bucket" })).to.equal(true);
    });

    it("are those that the run refused for that", () => {
      const refusal = { subject: "b", eventIds: [], verdict: "refused", reason: "account-not-listed" } as const;
      expect(refusedWith({}, refusal)).to.equal(true);
      expect(refusedWith({}, { ...refusal, reason: "protected" })).to.equal(false);
    });
  });
});
