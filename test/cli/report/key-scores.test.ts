import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { goodCall, reportOf } from "./stage";

/** Calls of alice's key a minute apart, from the address at home unless changed. */
function calls(count: number, from = 0, changes: CloudTrailRecord = {}): CloudTrailRecord[] {
  return Array.from({ length: count }, (_, number) =>
    goodCall(`call-${from + number}`, from + number, { eventName: "GetItem", readOnly: true, ...changes }),
  );
}

const day = 24 * 60;
const stranger = { sourceIPAddress: "198.51.100.9", userAgent: "python-requests/2" };

describe("keys of a report", () => {
  it("get a verdict once they are learnt, and learn nothing from what is suspicious", () => {
    const records = [...calls(20), ...calls(5, day + 1), ...calls(3, day + 10, stranger)];
    const [key] = reportOf({ records }).keys;
    expect(key).to.deep.include({ isJudged: true, suspicious: 3, requests: 28, user: "alice" });
    expect(key?.lowest).to.deep.include({ score: 35, atMs: Date.parse(String(records[25]?.eventTime)) });
    expect(key?.lowest?.matched).to.deep.equal({ ip: false, agent: false, region: true, event: true });
  });

  it("are held against the first half of their requests while they are learnt, without a verdict", () => {
    const [key] = reportOf({ records: [...calls(20), ...calls(3, 30, stranger)] }).keys;
    expect(key).to.deep.include({ isJudged: false, suspicious: 0 });
    expect(key?.lowest?.score).to.equal(35);
  });

  it("score in the order of time, whatever the order of the files", () => {
    const records = [...calls(3, 30, stranger), ...calls(20)];
    expect(reportOf({ records }).keys[0]?.lowest?.values.ip).to.equal("198.51.100.9");
  });

  it("count a request once that stands in the input twice", () => {
    expect(reportOf({ records: [...calls(4), ...calls(4)] }).keys[0]?.requests).to.equal(4);
  });

  it("come with the most suspicious first, and are none without long-term keys", () => {
    const identity = (letter: string) => ({
      type: "IAMUser",
      userName: letter,
      accountId: "111122223333",
      accessKeyId: `AKIAEXAMPLE00000000${letter}`,
    });
    const usual = calls(10).map((call) => ({
      ...call,
      eventID: `a-${String(call.eventID)}`,
      userIdentity: identity("A"),
    }));
    const strange = [...calls(10), ...calls(2, 20, stranger)].map((call) => ({ ...call, userIdentity: identity("B") }));
    expect(reportOf({ records: [...usual, ...strange] }).keys.map(({ user }) => user)).to.deep.equal(["B", "A"]);
    expect(reportOf({ records: [] }).keys).to.deep.equal([]);
  });
});
