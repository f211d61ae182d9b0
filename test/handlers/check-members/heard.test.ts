import { expect } from "chai";

import { heardIn } from "../../../handlers/check-members/heard";

const accounts = ["222233334444"];
const nowMs = Date.parse("2026-10-01T12:00:00Z");
const event = { account: "222233334444", region: "eu-west-1", time: "2026-10-01T11:59:30Z" };

describe("what an event of the hub's bus says of where it comes from", () => {
  it("is its account, its region and its time", () => {
    expect(heardIn(event, accounts, nowMs)).to.deep.equal({
      account: "222233334444",
      region: "eu-west-1",
      atMs: nowMs - 30_000,
    });
  });

  it("is of no later time than now, so that a wrong one hides no silence", () => {
    for (const time of ["9999-12-31T23:59:59Z", "+275760-09-13T00:00:00Z", "2026-10-01T12:00:01Z"]) {
      expect(heardIn({ ...event, time }, accounts, nowMs)?.atMs, time).to.equal(nowMs);
    }
  });

  it("is nothing for an account that is not listed, for no region and for no time", () => {
    const wrong = [{ account: "333344445555" }, { region: "../x" }, { time: "soon" }, { time: null }];
    for (const changes of wrong) {
      expect(heardIn({ ...event, ...changes }, accounts, nowMs), JSON.stringify(changes)).to.equal(undefined);
    }
  });
});
