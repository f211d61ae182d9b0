import { expect } from "chai";
import * as fc from "fast-check";

import { actorsOf } from "../../../core/cis-alarms/actors";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { deniedRecord } from "../sample-record";

let made = 0;
function call(changes: CloudTrailRecord = {}): CloudTrailRecord {
  made += 1;
  return deniedRecord({ eventID: `event-${made}`, errorCode: undefined, errorMessage: undefined, ...changes });
}

const user = (userName: string, accountId = "111122223333") => ({
  type: "IAMUser",
  userName,
  accountId,
  arn: `arn:aws:iam::${accountId}:user/${userName}`,
});
const names = (records: readonly CloudTrailRecord[]) => actorsOf(records).map(({ principal }) => principal.name);

describe("the callers behind an alarm", () => {
  it("come with the most calls first, the newest first among equals", () => {
    const at = (minute: number) => ({ eventTime: `2026-03-17T10:0${minute}:00Z` });
    expect(
      names([
        call({ userIdentity: user("once"), ...at(0) }),
        call({ userIdentity: user("twice"), ...at(1) }),
        call({ userIdentity: user("twice"), ...at(2) }),
        call({ userIdentity: user("later"), ...at(3) }),
      ]),
    ).to.deep.equal(["twice", "later", "once"]);
  });

  it("are told apart by account, and not by session", () => {
    expect(
      names([call({ userIdentity: user("a") }), call({ userIdentity: user("a", "444455556666") })]),
    ).to.have.length(2);
    const role = (session: string) => ({
      type: "AssumedRole",
      arn: `arn:aws:sts::111122223333:assumed-role/deploy/${session}`,
      accountId: "111122223333",
    });
    expect(actorsOf([call({ userIdentity: role("one") }), call({ userIdentity: role("two") })])).to.have.length(1);
  });

  it("count an event once, however often it is in the log group", () => {
    const record = call();
    expect(actorsOf([record, record, call()])[0]?.calls).to.equal(2);
  });

  it("count what failed, a failed sign-in among it", () => {
    const [actor] = actorsOf([
      call(),
      call({ errorCode: "AccessDenied" }),
      call({ errorCode: "NoSuchBucket" }),
      call({ eventName: "ConsoleLogin", errorMessage: "Failed authentication" }),
    ]);
    expect(actor).to.include({ calls: 4, failed: 3 });
  });

  it("bring actions, addresses, accounts and times along", () => {
    const [actor] = actorsOf([
      call({ eventSource: "iam.amazonaws.com", eventName: "PutUserPolicy", eventTime: "2026-03-17T10:01:00Z" }),
      call({ eventSource: "iam.amazonaws.com", eventName: "PutUserPolicy", eventTime: "2026-03-17T10:00:00Z" }),
      call({ eventSource: "iam.amazonaws.com", eventName: "CreatePolicy", eventTime: "2026-03-17T10:03:00Z" }),
    ]);
    expect(actor?.actions.map(({ value, count }) => [value, count])).to.deep.equal([
      ["iam:PutUserPolicy", 2],
      ["iam:CreatePolicy", 1],
    ]);
    expect(actor?.addresses.map(({ count }) => count)).to.deep.equal([3]);
    expect(actor?.firstMs).to.equal(Date.parse("2026-03-17T10:00:00Z"));
    expect(actor?.lastMs).to.equal(Date.parse("2026-03-17T10:03:00Z"));
  });

  it("are one unknown caller where records hold nothing", () => {
    const [actor, ...others] = actorsOf([{}, {}]);
    expect(others).to.deep.equal([]);
    expect(actor).to.deep.include({ calls: 2, failed: 0, firstMs: undefined, lastMs: undefined });
    expect(actor?.principal.name).to.equal("unknown");
  });

  it("account for every distinct event, whatever is in the records", () => {
    const anyRecord = fc.record({
      eventID: fc.oneof(fc.constantFrom("a", "b", "c"), fc.anything()),
      eventTime: fc.anything(),
      userIdentity: fc.oneof(fc.anything(), fc.record({ type: fc.string(), userName: fc.anything() })),
      sourceIPAddress: fc.anything(),
      eventName: fc.anything(),
    });
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 12 }), (records) => {
        const actors = actorsOf(records);
        const ids = records.map(({ eventID }) => eventID).filter((id) => typeof id === "string" && id !== "");
        const anonymous = records.filter(({ eventID }) => eventID === "" || typeof eventID === "object").length;
        const calls = actors.reduce((sum, actor) => sum + actor.calls, 0);
        expect(calls).to.be.at.least(new Set(ids).size).and.at.most(records.length);
        expect(calls).to.be.at.least(anonymous);
        expect([...actors].sort((one, other) => other.calls - one.calls)).to.deep.equal(actors);
      }),
    );
  });
});
