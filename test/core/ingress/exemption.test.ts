import { expect } from "chai";

import { exemptionOf } from "../../../core/ingress/exemption";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const kindOf = (...tagSets: Readonly<Record<string, string>>[]) => exemptionOf(tagSets, nowMs).kind;

describe("an exemption by tag", () => {
  it("holds to the end of its day in UTC", () => {
    expect(exemptionOf([{ "api-warden:exempt": "SEC-42,2026-10-01" }], nowMs)).to.deep.equal({
      kind: "holds",
      untilMs: Date.parse("2026-10-02T00:00:00Z"),
      ticket: "SEC-42",
    });
    expect(kindOf({ "api-warden:exempt": "SEC-42,2026-09-30" })).to.equal("expired");
  });
  it("holds until its time, on the rule as on the group", () => {
    expect(kindOf({}, { "api-warden:exempt-until": "2026-10-01T12:00:01Z" })).to.equal("holds");
    expect(kindOf({ "api-warden:exempt-until": "2026-10-01T12:00:00.000Z" })).to.equal("expired");
  });
  it("exempts nothing where it can't be read, and says so", () => {
    for (const found of [
      "",
      "yes",
      "SEC-42",
      "SEC-42,2026-02-31",
      "SEC-42,01.10.2026",
      ",2026-10-01",
      "SEC,42,2027-01-01",
    ])
      expect(exemptionOf([{ "api-warden:exempt": found }], nowMs), found).to.deep.include({ kind: "malformed", found });
    for (const found of ["tomorrow", "2026-13-01T00:00:00Z", "2027-01-01", "9999999999"])
      expect(kindOf({ "api-warden:exempt-until": found }), found).to.equal("malformed");
  });
  it("is none without either tag", () => {
    expect(kindOf({}, { team: "web" })).to.equal("none");
  });
  it("counts where any of them holds, and as over before as unreadable", () => {
    const [over, holding, unreadable] = ["SEC-1,2026-01-01", "SEC-2,2026-12-31", "soon"].map((text) => ({
      "api-warden:exempt": text,
    }));
    expect(kindOf(over ?? {}, holding ?? {})).to.equal("holds");
    expect(kindOf(unreadable ?? {}, over ?? {})).to.equal("expired");
  });
});
