import { expect } from "chai";

import { exposedKeysOf } from "../../../core/exposed-keys/health-event";

const eventArn = "arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/AWS_RISK_CREDENTIALS_EXPOSED_1";

function notice(detail: object = {}, envelope: object = {}): object {
  return {
    version: "0",
    id: "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "AWS Health Event",
    source: "aws.health",
    account: "111122223333",
    time: "2026-10-01T12:00:00Z",
    region: "us-east-1",
    resources: ["AKIAEXAMPLEALICE0001"],
    detail: {
      eventArn,
      service: "RISK",
      eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED",
      eventTypeCategory: "issue",
      affectedEntities: [{ entityValue: "AKIAEXAMPLEALICE0001" }],
      ...detail,
    },
    ...envelope,
  };
}

describe("exposedKeysOf", () => {
  it("reads which keys AWS has found, and when it said so", () => {
    expect(exposedKeysOf(notice())).to.deep.equal({
      eventArn,
      envelopeId: "7bf73129-1428-4cd3-a780-95db273d1602",
      code: "AWS_RISK_CREDENTIALS_EXPOSED",
      account: "111122223333",
      region: "us-east-1",
      atMs: Date.parse("2026-10-01T12:00:00Z"),
      accessKeyIds: ["AKIAEXAMPLEALICE0001"],
      others: [],
    });
  });

  it("takes each key once, and tells keys from what else is named", () => {
    const affectedEntities = ["AKIAEXAMPLEALICE0001", "AKIAEXAMPLEALICE0001", "AKIAEXAMPLEBUILD0001", "alice"].map(
      (entityValue) => ({ entityValue }),
    );
    expect(exposedKeysOf(notice({ affectedEntities }))).to.deep.include({
      accessKeyIds: ["AKIAEXAMPLEALICE0001", "AKIAEXAMPLEBUILD0001"],
      others: ["alice"],
    });
  });

  it("believes the notice about the account before the envelope, which may be the organisation's", () => {
    expect(exposedKeysOf(notice({ affectedAccount: "444455556666" }))?.account).to.equal("444455556666");
  });

  it("has no time where the envelope has none, so that it counts as stale", () => {
    expect(exposedKeysOf(notice({}, { time: undefined }))?.atMs).to.equal(undefined);
  });

  for (const code of ["EXPOSED", "COMPROMISED", "COMPROMISE_SUSPECTED", "EXPOSURE_SUSPECTED", "OF_TOMORROW"]) {
    it(`knows AWS_RISK_CREDENTIALS_${code}`, () =>
      expect(exposedKeysOf(notice({ eventTypeCode: `AWS_RISK_CREDENTIALS_${code}` }))).not.to.equal(undefined));
  }

  it("is about nothing else", () => {
    expect(exposedKeysOf(notice({ eventTypeCode: "AWS_EC2_OPERATIONAL_ISSUE" }))).to.equal(undefined);
    expect(exposedKeysOf(notice({}, { source: "custom.health" }))).to.equal(undefined);
    for (const nothing of [undefined, null, "text", 7, {}, [], { detail: null }]) {
      expect(exposedKeysOf(nothing)).to.equal(undefined);
    }
  });

  it("keeps a notice that it can't tell from others, by failing", () => {
    expect(() => exposedKeysOf(notice({ eventArn: undefined }))).to.throw(Error, /no eventArn/);
  });

  it("reads a notice that names nothing", () => {
    for (const affectedEntities of [undefined, {}, [], [null], [{ entityValue: 7 }]]) {
      expect(exposedKeysOf(notice({ affectedEntities }))?.accessKeyIds).to.deep.equal([]);
    }
  });
});
