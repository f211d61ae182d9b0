import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { originCheck } from "../../../core/keys/country-check";
import { sortCalls } from "../../../core/keys/sort-calls";
import { watchedCalls } from "../../../core/keys/watched-calls";
import { readLogEvents } from "../../support/read-log-events";
import { deniedRecord, roleIdentity } from "../sample-record";

const check = originCheck(
  { allowedNetworks: [], allowedCountries: ["DE"], dataDate: "2025-03-01", maxAgeDays: 60 },
  (address) =>
    address === "203.0.113.7" ? "SG" : ["203.0.113.8", "::ffff:203.0.113.8"].includes(address) ? "DE" : undefined,
);
let made = 0;
const allowed = (changes: CloudTrailRecord = {}) =>
  deniedRecord({ eventID: `event-${(made += 1)}`, errorCode: undefined, errorMessage: undefined, ...changes });
const sort = (...records: readonly unknown[]) =>
  sortCalls(watchedCalls(readLogEvents(records, 1_741_064_767_000)), check);
const identity = deniedRecord().userIdentity as CloudTrailRecord;

describe("sortCalls", () => {
  it("finds calls from abroad, allowed or denied, by key", () => {
    const [calls, ...more] = sort(allowed(), allowed({ sourceIPAddress: "203.0.113.8" }), deniedRecord());
    expect(more).to.deep.equal([]);
    expect(calls).to.include({ accessKeyId: "AKIAEXAMPLEALICE0001" });
    expect(calls?.foreign.map(({ country }) => country)).to.deep.equal(["SG", "SG"]);
    expect(calls?.denied).to.have.length(1);
  });

  it("has nothing to say of calls from allowed or unknown places that were let through", () => {
    for (const sourceIPAddress of ["203.0.113.8", "203.0.113.9", "10.1.2.3", "AWS Internal", undefined]) {
      expect(sort(allowed({ sourceIPAddress })), String(sourceIPAddress)).to.deep.equal([]);
    }
  });

  it("says what is doubtful about where a call came from, whether or not its country speaks against the key", () => {
    const places: readonly [address: string | undefined, doubt: string | undefined, more?: CloudTrailRecord][] = [
      ["203.0.113.7", undefined],
      ["203.0.113.8", undefined],
      ["::ffff:203.0.113.8", undefined],
      ["203.0.113.8", "unknown-origin", { vpcEndpointId: "vpce-0a1b" }],
      ["203.0.113.9", "unknown-origin"],
      ["10.1.2.3", "unknown-origin"],
      ["fd00::1", "unknown-origin"],
      ["AWS Internal/3", "unknown-origin"],
      ["ec2-frontend-api.amazonaws.com", "unknown-origin"],
      [undefined, "unknown-origin"],
      ["13.250.0.1", "aws-owned-address"],
    ];
    for (const [sourceIPAddress, doubt, more] of places) {
      const [calls] = sort(deniedRecord({ sourceIPAddress, ...more }));
      expect(
        calls?.denied.map((call) => call.doubt),
        String(sourceIPAddress),
      ).to.deep.equal([doubt]);
      expect(calls?.deniedCalls[0]?.doubt, String(sourceIPAddress)).to.equal(doubt);
    }
  });

  const notTheKeys: readonly [what: string, changes: CloudTrailRecord][] = [
    ["temporary credentials", { userIdentity: { ...identity, accessKeyId: "ASIAEXAMPLEALICE0001" } }],
    ["a role", { userIdentity: roleIdentity("deploy", "ci") }],
    ["a sign-in, which has no key", { userIdentity: { ...identity, accessKeyId: undefined } }],
    ["an empty key", { userIdentity: { ...identity, accessKeyId: "" } }],
    ["a missing caller", { userIdentity: undefined }],
    ["a service on the key's behalf", { userIdentity: { ...identity, invokedBy: "cloudformation.amazonaws.com" } }],
    ["a service's own event", { eventType: "AwsServiceEvent" }],
  ];
  for (const [what, changes] of notTheKeys) {
    it(`leaves out ${what}`, () => expect(sort(allowed(changes), deniedRecord(changes))).to.deep.equal([]));
  }

  it("reports root's long-term key, and a key whose caller has no type, for people to hear of", () => {
    for (const type of ["Root", undefined]) {
      expect(sort(allowed({ userIdentity: { ...identity, type } })), String(type)).to.have.length(1);
    }
  });

  it("counts an event once, and a call that two trails record once as a denial", () => {
    const one = deniedRecord({ eventID: "one" });
    expect(sort(one, one)[0]?.denied).to.have.length(1);
    const shared = [
      deniedRecord({ eventID: "a", sharedEventID: "s" }),
      deniedRecord({ eventID: "b", sharedEventID: "s" }),
    ];
    expect(new Set(sort(...shared)[0]?.deniedCalls.map(({ eventId }) => eventId))).to.deep.equal(new Set(["s"]));
  });

  it("does not take failed authentication, dry runs and mistakes for denials", () => {
    for (const errorCode of ["Client.DryRunOperation", "NoSuchBucket", "ExpiredToken", "ThrottlingException"]) {
      expect(sort(allowed({ errorCode, sourceIPAddress: "203.0.113.8" })), errorCode).to.deep.equal([]);
    }
  });

  it("goes on past what is no record", () => {
    expect(sort("nonsense", "[]", "null", '"text"', {}, allowed())).to.have.length(1);
  });
});
