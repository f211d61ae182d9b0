import { expect } from "chai";

import type { ProbeEvidence } from "../../../core/probe/judge";
import { faultsOf } from "../../../core/probe/judge";

const sentAtMs = Date.parse("2026-03-17T07:17:00Z");
const topic = { title: "alert topic", isThere: true, confirmed: 1, addresses: 1 };
const alarm = { name: "denied-calls-1234567", isThere: true, isOn: true, hasMoved: true };
const healthy: ProbeEvidence = {
  sent: { id: "a".repeat(20), kind: "daily", sentAtMs, roleArn: "arn:aws:iam::111122223333:role/probe" },
  arrival: { atMs: sentAtMs + 300_000, eventId: "e1", channel: "answers" },
  isReadByFunction: true,
  topics: [topic],
  alarms: [alarm],
};

describe("what the daily probe says is broken", () => {
  it("is nothing where the call has come out, Slack answers, people are mailed and the alarm went off", () => {
    expect(faultsOf(healthy)).to.deep.equal([]);
  });

  it("is told over every channel where the call has not come out", () => {
    const [fault, ...others] = faultsOf({ ...healthy, arrival: undefined });
    expect(fault?.what).to.equal(
      "the denied call of 2026-03-17 07:17 UTC did not come out at the other end: denied calls may go untold",
    );
    expect(fault?.tell).to.deep.equal(["slack", "mail"]);
    expect(others).to.deep.equal([]);
  });

  it("is no missing call where no function reads the trail", () => {
    expect(faultsOf({ ...healthy, arrival: undefined, isReadByFunction: false })).to.deep.equal([]);
  });

  it("is mailed where Slack takes no message", () => {
    const arrival = {
      atMs: sentAtMs,
      eventId: "e1",
      channel: "refused",
      why: "Slack answered 404 no_service",
    } as const;
    expect(faultsOf({ ...healthy, arrival })).to.deep.equal([
      { what: "Slack takes no message: Slack answered 404 no_service", tell: ["mail"] },
    ]);
  });

  it("is told in Slack where nobody is mailed", () => {
    const gone = faultsOf({ ...healthy, topics: [{ ...topic, isThere: false }] });
    const unconfirmed = faultsOf({ ...healthy, topics: [{ ...topic, confirmed: 0 }] });
    expect(gone).to.deep.equal([{ what: "the alert topic is gone: nobody is mailed", tell: ["slack"] }]);
    expect(unconfirmed.map(({ tell }) => tell)).to.deep.equal([["slack"]]);
    expect(faultsOf({ ...healthy, topics: [{ ...topic, confirmed: 0, addresses: 0 }] })).to.deep.equal([]);
  });

  for (const [what, changes] of Object.entries({
    "is gone": { isThere: false },
    "is switched off": { isOn: false },
    "has not gone off": { hasMoved: false },
  })) {
    it(`is told over every channel where the alarm ${what}`, () => {
      const faults = faultsOf({ ...healthy, alarms: [{ ...alarm, ...changes }] });
      expect(faults.map(({ tell }) => tell)).to.deep.equal([["slack", "mail"]]);
      expect(faults[0]?.what).to.contain("denied-calls-1234567");
    });
  }
});
