import { expect } from "chai";

import { sourceOf } from "../../../core/cloudtrail/source-address";
import type { CountryRule } from "../../../core/keys/country-check";
import { originCheck } from "../../../core/keys/country-check";

const rule: CountryRule = {
  allowedNetworks: ["198.51.100.0/24", "2001:db8:1::/48", "10.20.0.0/16", "192.0.2.7"],
  allowedCountries: ["US", "DE"],
  dataDate: "2026-09-01",
  maxAgeDays: 60,
};
const countries: Readonly<Record<string, string>> = {
  "203.0.113.1": "US",
  "203.0.113.2": "SG",
  "203.0.113.3": "PR",
  "198.51.100.9": "SG",
  "1.1.1.1": "",
  "2001:db8::5": "DE",
  "3.5.140.2": "SG",
};
const lookup = (address: string) => countries[address];
const day = Date.parse("2026-09-10T12:00:00Z");

const check = (address: unknown, changes: Partial<CountryRule> = {}, atMs = day, more: object = {}) =>
  originCheck({ ...rule, ...changes }, lookup)(sourceOf({ sourceIPAddress: address, ...more }), atMs);

describe("originCheck", () => {
  it("asks the networks before the country", () => {
    expect(check("198.51.100.9")).to.deep.equal({ kind: "allowed", by: "network" });
    expect(check("2001:db8:1::9")).to.deep.equal({ kind: "allowed", by: "network" });
    expect(check("192.0.2.7")).to.deep.equal({ kind: "allowed", by: "network" });
    expect(check("::ffff:198.51.100.9")).to.deep.equal({ kind: "allowed", by: "network" });
    expect(check("10.20.1.1")).to.include({ kind: "allowed", by: "network" });
  });

  it("lets a listed country pass, and reports any other", () => {
    expect(check("203.0.113.1")).to.deep.equal({ kind: "allowed", by: "country", country: "US" });
    expect(check("2001:db8::5")).to.deep.equal({ kind: "allowed", by: "country", country: "DE" });
    expect(check("203.0.113.2")).to.deep.equal({ kind: "foreign", country: "SG" });
    expect(check("::ffff:203.0.113.2")).to.deep.equal({ kind: "foreign", country: "SG" });
  });

  it("counts a territory of the United States only where its own code is listed", () => {
    expect(check("203.0.113.3")).to.deep.equal({ kind: "foreign", country: "PR" });
    expect(check("203.0.113.3", { allowedCountries: ["PR"] })).to.include({ kind: "allowed", country: "PR" });
  });

  it("says of an address in AWS's own ranges that it is", () => {
    expect(check("3.5.140.2")).to.deep.equal({ kind: "foreign", country: "SG", doubt: "aws-owned-address" });
  });

  for (const address of ["192.0.2.99", "1.1.1.1"]) {
    it(`knows nothing where the data has no country for ${address}`, () =>
      expect(check(address)).to.deep.equal({ kind: "unknown", why: "no-country", doubt: "unknown-origin" }));
  }

  it("knows nothing where the look-up fails", () => {
    const failing = originCheck(rule, () => {
      throw new Error("the data can't be read");
    });
    expect(failing(sourceOf({ sourceIPAddress: "203.0.113.2" }), day)).to.deep.equal({
      kind: "unknown",
      why: "no-country",
      doubt: "unknown-origin",
    });
  });

  const notOfTheInternet = [
    "10.9.9.9",
    "AWS Internal/3",
    "cloudtrail.amazonaws.com",
    undefined,
    "",
    "***",
    "nonsense",
    {},
  ];
  for (const address of notOfTheInternet) {
    it(`looks up no country for ${JSON.stringify(address) ?? "a missing address"}`, () =>
      expect(check(address)).to.deep.equal({ kind: "unknown", why: "no-internet-address", doubt: "unknown-origin" }));
  }

  it("looks up no country for a call through a VPC endpoint", () => {
    expect(check("203.0.113.2", {}, day, { vpcEndpointId: "vpce-0a1b" })).to.deep.equal({
      kind: "unknown",
      why: "no-internet-address",
      doubt: "unknown-origin",
    });
  });

  it("is off without a list of countries, but for the networks", () => {
    expect(check("203.0.113.2", { allowedCountries: undefined })).to.deep.equal({ kind: "unknown", why: "rule-off" });
    expect(check("198.51.100.9", { allowedCountries: undefined })).to.include({ kind: "allowed" });
  });

  it("takes the data as it is up to the day on which it is too old for the event", () => {
    const lastMs = Date.parse("2026-10-31T23:59:59Z");
    expect(check("203.0.113.2", {}, lastMs).kind).to.equal("foreign");
    const stale = { kind: "unknown", why: "stale-data", doubt: "unknown-origin" };
    expect(check("203.0.113.2", {}, lastMs + 1_000)).to.deep.equal(stale);
    expect(check("203.0.113.1", {}, lastMs + 1_000)).to.deep.equal(stale);
    expect(check("203.0.113.2", {}, NaN)).to.deep.equal(stale);
    expect(check("198.51.100.9", {}, lastMs + 1_000).kind).to.equal("allowed");
  });

  it("doubts an address of AWS's own or of no Internet whatever the rule says of it", () => {
    const off = { allowedCountries: undefined };
    expect(check("3.5.140.2", off)).to.deep.equal({ kind: "unknown", why: "rule-off", doubt: "aws-owned-address" });
    expect(check("10.1.2.3", off)).to.include({ doubt: "unknown-origin" });
    expect(check("203.0.113.2", off, day, { vpcEndpointId: "vpce-0a1b" })).to.include({ doubt: "unknown-origin" });
    expect(check("3.5.140.2", { allowedCountries: ["SG"] })).to.include({
      kind: "allowed",
      doubt: "aws-owned-address",
    });
    expect(check("3.5.140.2", { allowedNetworks: ["3.5.140.0/24"] })).to.include({ doubt: "aws-owned-address" });
    expect(check("10.20.1.1")).to.include({ kind: "allowed", doubt: "unknown-origin" });
  });

  it("remembers what it has looked up, whatever the number of addresses", () => {
    let lookUps = 0;
    const counting = originCheck(rule, (address) => {
      lookUps += 1;
      return countries[address];
    });
    for (let round = 0; round < 3; round += 1) counting(sourceOf({ sourceIPAddress: "203.0.113.2" }), day);
    expect(lookUps).to.equal(1);
  });
});
