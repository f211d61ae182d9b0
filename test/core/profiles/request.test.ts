import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { WidenedCaller } from "../../../core/profiles/request";
import { isProfiled, requestOf } from "../../../core/profiles/request";
import { startMs, usualRecord } from "./sample-request";

const identity = usualRecord().userIdentity as CloudTrailRecord;
const as = (changes: CloudTrailRecord): CloudTrailRecord => ({ userIdentity: { ...identity, ...changes } });

const leftOut: readonly (readonly [string, CloudTrailRecord])[] = [
  ["the session of a user in the console or from GetSessionToken", as({ accessKeyId: "ASIAEXAMPLEALICE0001" })],
  ["a console sign-in, which has no key", as({ accessKeyId: undefined })],
  ["a key id that is empty", as({ accessKeyId: "" })],
  ["a key id that no key has", as({ accessKeyId: "AKIA<!channel>" })],
  ["a key id of any length", as({ accessKeyId: `AKIA${"A".repeat(2_000)}` })],
  ["a key id that is no text", as({ accessKeyId: { AKIA: true } })],
  ["an assumed role", as({ type: "AssumedRole", accessKeyId: "ASIAEXAMPLEALICE0001" })],
  ["a role under a key that looks long-term", as({ type: "AssumedRole" })],
  ["a SAML user", as({ type: "SAMLUser" })],
  ["a federated user", as({ type: "FederatedUser" })],
  ["root", as({ type: "Root" })],
  ["a caller without a type", as({ type: undefined })],
  ["a service", as({ type: "AWSService", invokedBy: "lambda.amazonaws.com" })],
  ["a service in the user's name", as({ invokedBy: "cloudformation.amazonaws.com" })],
  ["an event of a service", { eventType: "AwsServiceEvent" }],
  ["a service's host as the address", { sourceIPAddress: "cloudformation.amazonaws.com" }],
  ["AWS's inside as the address", { sourceIPAddress: "AWS Internal/3" }],
  ["no caller at all", { userIdentity: undefined }],
  ["a caller that is a text", { userIdentity: "alice" }],
];

describe("a record in key profiles", () => {
  it("counts where an IAM user's long-term key signed it, allowed or denied", () => {
    expect(isProfiled(usualRecord())).to.equal(true);
    expect(isProfiled(usualRecord(startMs, { errorCode: "AccessDenied" }))).to.equal(true);
  });

  for (const [title, changes] of leftOut) {
    it(`does not count: ${title}`, () => {
      expect(isProfiled(usualRecord(startMs, changes))).to.equal(false);
      expect(requestOf(usualRecord(startMs, changes))).to.equal(undefined);
    });
  }

  const widenings: readonly (readonly [WidenedCaller, CloudTrailRecord])[] = [
    ["root", as({ type: "Root" })],
    ["services", as({ invokedBy: "cloudformation.amazonaws.com" })],
    ["services", { sourceIPAddress: "cloudformation.amazonaws.com" }],
  ];
  for (const [widened, changes] of widenings) {
    it(`counts where the settings include ${widened}: ${JSON.stringify(changes).slice(0, 60)}`, () => {
      expect(isProfiled(usualRecord(startMs, changes), [widened])).to.equal(true);
    });
  }

  it("counts from an address that only looks like a name", () => {
    for (const sourceIPAddress of ["evil.example.com", "amazonaws.com.evil.example", "AWS Internals"]) {
      expect(isProfiled(usualRecord(startMs, { sourceIPAddress })), sourceIPAddress).to.equal(true);
    }
  });

  it("is looked at by address, agent, region and event", () => {
    const hostile = "agent: \"with\" 'quotes' $(id) <b>";
    const record = usualRecord(startMs, { sourceIPAddress: "2001:DB8:0::1", userAgent: hostile });
    expect(requestOf(record)).to.deep.equal({
      accessKeyId: "AKIAEXAMPLEALICE0001",
      account: "111122223333",
      userName: "alice",
      eventId: record.eventID,
      atMs: startMs,
      day: Math.floor(startMs / 86_400_000),
      values: { ip: "2001:db8::1", agent: hostile, region: "eu-west-1", event: "dynamodb:DeleteTable" },
    });
  });

  it("has the value nothing for what it lacks", () => {
    const values = requestOf(
      usualRecord(startMs, { sourceIPAddress: undefined, userAgent: null, awsRegion: undefined, eventName: "" }),
    )?.values;
    expect(values).to.deep.equal({ ip: "", agent: "", region: "", event: "dynamodb:unknown" });
  });

  it("takes the log event's time where it has none, and does not count without either", () => {
    const record = usualRecord(startMs, { eventTime: "yesterday" });
    expect(requestOf(record, [], startMs)?.atMs).to.equal(startMs);
    for (const fallback of [undefined, NaN, Infinity, 9e15]) {
      expect(requestOf(record, [], fallback), String(fallback)).to.equal(undefined);
    }
  });
});
