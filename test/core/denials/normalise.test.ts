import { expect } from "chai";
import * as fc from "fast-check";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { denialOf } from "../../../core/denials/normalise";
import { principalText } from "../../../core/cloudtrail/identity";
import { causeKey } from "../../../core/denials/cause";
import { defaultMutes, muteFor } from "../../../core/denials/mute";
import { severityOf } from "../../../core/denials/severity";
import { deniedRecord, denialFrom } from "../sample-record";

describe("denialOf", () => {
  it("turns a denied call into who, what, when, where and why", () => {
    expect(denialFrom()).to.deep.equal({
      eventId: "0f0e0d0c-0000-4000-8000-000000000001",
      kind: "denial",
      at: "2025-03-04T05:06:07.000Z",
      account: "111122223333",
      region: "eu-west-1",
      principal: {
        type: "IAMUser",
        name: "alice",
        arn: "arn:aws:iam::111122223333:user/team/alice",
        account: "111122223333",
        accessKeyId: "AKIAEXAMPLEALICE0001",
      },
      eventSource: "dynamodb.amazonaws.com",
      service: "dynamodb",
      action: "DeleteTable",
      code: "AccessDenied",
      message: deniedRecord()["errorMessage"],
      resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      refusal: { effect: "implicit", policyType: "identity-based policy" },
      source: { kind: "public", address: "203.0.113.7", ip: "203.0.113.7" },
      userAgent: "aws-cli/2.15.0",
      readOnly: false,
    });
  });

  it("is nothing for a record that is no denial", () => {
    expect(denialOf(deniedRecord({ errorCode: "Client.DryRunOperation" }), "id", 0)).to.equal(undefined);
    expect(denialOf({}, "id", 0)).to.equal(undefined);
  });

  it("turns a failed sign-in with a hidden user name into an authentication failure", () => {
    const denial = denialFrom({
      eventName: "ConsoleLogin",
      eventSource: "signin.amazonaws.com",
      errorCode: undefined,
      errorMessage: "Failed authentication",
      responseElements: { ConsoleLogin: "Failure" },
      userIdentity: { type: "IAMUser", accessKeyId: "", userName: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    });
    expect(denial).to.include({ kind: "authentication-failure", code: "FailedAuthentication", service: "signin" });
    expect(denial.principal.name).to.match(/^hidden by CloudTrail/);
  });

  it("gets along with nothing but an error code", () => {
    expect(denialOf({ errorCode: "AccessDenied" }, "log-event-1", 1_741_064_767_000)).to.deep.equal({
      eventId: "log-event-1",
      kind: "denial",
      at: "2025-03-04T05:06:07.000Z",
      account: "unknown",
      region: "unknown",
      principal: { type: "Unknown", name: "unknown" },
      eventSource: "unknown",
      service: "unknown",
      action: "unknown",
      code: "AccessDenied",
      refusal: { effect: "unknown" },
      source: { kind: "missing", address: "" },
    });
  });

  it("shows fields of undocumented types as text", () => {
    expect(denialFrom({ eventName: { a: 1 }, userAgent: ["x"], awsRegion: 7, readOnly: "true" })).to.include({
      action: '{"a":1}',
      userAgent: '["x"]',
      region: "7",
      readOnly: true,
    });
  });

  it("takes the log event's time for one that it cannot read, and 1970 where that is none either", () => {
    const logEventTime = "2025-03-04T05:06:07.000Z";
    const times = ["yesterday", "2025-13-45T99:00:00Z", 1741064767, {}, ""].map(
      (eventTime) => denialFrom({ eventTime }).at,
    );
    expect(times).to.deep.equal(Array(5).fill(logEventTime));
    expect(denialOf({ errorCode: "AccessDenied" }, "id", NaN)?.at).to.equal("1970-01-01T00:00:00.000Z");
    expect(denialFrom({ eventTime: "2025-03-04T07:06:07+02:00" }).at).to.equal(logEventTime);
  });

  it("takes the account that recorded the call before the caller's", () => {
    const userIdentity = { type: "AWSAccount", accountId: "444455556666" };
    expect(denialFrom({ userIdentity }).account).to.equal("111122223333");
    expect(denialFrom({ userIdentity, recipientAccountId: undefined }).account).to.equal("444455556666");
  });

  it("keeps the two records of one cross-account call apart", () => {
    const sharedEventID = "0f0e0d0c-0000-4000-8000-00000000ffff";
    const [caller, owner] = [
      denialFrom({ sharedEventID, eventID: "first", recipientAccountId: "111122223333" }),
      denialFrom({ sharedEventID, eventID: "second", recipientAccountId: "444455556666" }),
    ];
    expect([caller.eventId, owner.eventId]).to.deep.equal(["first", "second"]);
    expect(causeKey(caller)).not.to.equal(causeKey(owner));
  });

  it("reads the kind of policy from codes that name it", () => {
    const refusalOf = (errorCode: string) => denialFrom({ errorCode, errorMessage: "refused" }).refusal;
    expect(refusalOf("VpceAccessDenied")).to.deep.equal({ effect: "unknown", policyType: "VPC endpoint policy" });
    expect(refusalOf("TagPolicyViolation")).to.deep.equal({ effect: "unknown", policyType: "tag policy" });
  });

  it("takes arbitrary values without failing", () => {
    fc.assert(
      fc.property(recordOf(fc.anything()), (record) => {
        expect(() => denialOf(record, "id", 0)).not.to.throw();
        expect(denialOf({ ...record, errorCode: "AccessDenied" }, "id", 0)?.kind).to.equal("denial");
      }),
    );
  });

  it("takes arbitrary JSON and never shows a missing or misread value", () => {
    fc.assert(
      fc.property(recordOf(fc.jsonValue()), (record) => {
        fc.pre(!misread.test(JSON.stringify(record)));
        const denial = denialOf({ ...record, errorCode: "AccessDenied" }, "id", 0);
        if (denial === undefined) throw new Error("AccessDenied is a denial");
        const { level, reason } = severityOf(denial);
        const shown = JSON.stringify([
          denial,
          principalText(denial.principal),
          level,
          reason,
          muteFor(denial, defaultMutes, 0),
        ]);
        expect(shown).not.to.match(misread);
        expect(causeKey(denial)).to.match(/^[0-9a-f]{16}$/);
      }),
      { numRuns: 300 },
    );
  });
});

/** What a missing value, an object or no number looks like in a text; nothing of the record's own. */
const misread = /undefined|\[object|NaN/;

const fieldNames =
  "errorCode eventID eventTime eventSource eventName eventType awsRegion recipientAccountId sourceIPAddress userAgent " +
  "readOnly errorMessage responseElements additionalEventData vpcEndpointId";
const identityNames = "type arn accountId userName principalId accessKeyId invokedBy sessionContext onBehalfOf";
const types = ["Root", "IAMUser", "AssumedRole", "Role", "FederatedUser", "AWSAccount", "AWSService", "SAMLUser"];

function recordOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<CloudTrailRecord> {
  const identity = fc.record(
    { ...fieldsOf(identityNames, value), type: fc.constantFrom(...types) },
    { requiredKeys: [] },
  );
  const fields = { ...fieldsOf(fieldNames, value), userIdentity: fc.oneof(identity, value) };
  return fc.record<Record<string, unknown>>(fields, { requiredKeys: [] });
}

function fieldsOf(names: string, value: fc.Arbitrary<unknown>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, value]));
}
