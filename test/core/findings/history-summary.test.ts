import { expect } from "chai";

import { historySentences } from "../../../core/findings/history-summary";
import { deniedRecord } from "../sample-record";

const call = (eventID: string, eventName: string, more: object = {}) =>
  deniedRecord({
    errorCode: undefined,
    eventID,
    eventName,
    eventSource: "iam.amazonaws.com",
    eventTime: "2026-10-01T10:00:00Z",
    sourceIPAddress: "198.51.100.7",
    ...more,
  });

describe("what a key did, from the event history", () => {
  it("is counted by event, address and error, each event once", () => {
    const denied = { errorCode: "AccessDenied", eventTime: "2026-10-01T11:00:00Z", sourceIPAddress: "203.0.113.5" };
    const records = [
      call("1", "ListUsers"),
      call("1", "ListUsers"),
      call("2", "ListUsers"),
      call("3", "CreateUser", denied),
    ];
    expect(historySentences({ records, regions: ["eu-west-1", "us-east-1"], stopped: undefined })).to.deep.equal([
      "3 calls in the last 24 hours, 1 of them denied, by the event history of `eu-west-1` and `us-east-1`",
      "First 2026-10-01 10:00:00 UTC, last 2026-10-01 11:00:00 UTC",
      "Calls: `iam:ListUsers` 2×, `iam:CreateUser` 1×",
      "From `198.51.100.7` 2×, `203.0.113.5` 1×",
      "Errors: `AccessDenied` 1×",
      "Calls on data, such as reading objects, are not in that history",
    ]);
  });

  it("says where it stopped", () => {
    const [first, ...rest] = historySentences({
      records: [call("1", "ListUsers")],
      regions: ["x"],
      stopped: "of time",
    });
    expect(first).to.match(/^At least 1 call /);
    expect(rest).to.include("Not all of it could be read: of time");
    expect(historySentences({ records: [], regions: ["x"], stopped: "of time" })).to.have.length(2);
  });

  it("may be nothing, or of records without a field", () => {
    expect(historySentences({ records: [], regions: ["eu-west-1"], stopped: undefined })).to.deep.equal([
      "No call in the event history of `eu-west-1` in the last 24 hours",
    ]);
    expect(historySentences({ records: [{}, {}], regions: ["x"], stopped: undefined })[0]).to.match(/^2 calls /);
  });
});
