import { expect } from "chai";

import { maskedIdentifiers } from "../../../core/doctor/data-protection";
import { sourceLines } from "../../../core/doctor/diagnose";
import type { LogGroupFacts } from "../../../core/doctor/facts";
import type { Level } from "../../../core/doctor/line";
import {
  account,
  accountId,
  configured,
  levelsOf,
  logGroup,
  onlyLine,
  otherAccount,
  refused,
  region,
  textOf,
} from "./facts";

const functionArn = (name: string, of = accountId) => `arn:aws:lambda:${region}:${of}:function:${name}`;
const siem = { name: "to-siem", destinationArn: `arn:aws:kinesis:${region}:${otherAccount}:stream/trail` };
const audit = { name: "audit-hook", destinationArn: functionArn("audit") };
const own = { name: "post-denials-0a1b2c3", destinationArn: functionArn("post-denials-0ff4897") };

function linesFor(changes: Partial<LogGroupFacts>, settings: Readonly<Record<string, unknown>> = {}) {
  const configuration = configured({ trail: { logGroup: "audit", ...settings } });
  return sourceLines(account({ logGroup: logGroup(changes) }), configuration);
}

describe("doctor on the slots of a log group", () => {
  const slots = (subscriptions: LogGroupFacts["subscriptions"], wanted?: number) =>
    linesFor({ subscriptions }, wanted === undefined ? {} : { subscriptions: wanted }).filter(({ about }) =>
      about.startsWith("slots"),
    );

  const matrix: readonly (readonly [string, LogGroupFacts["subscriptions"], number, Level])[] = [
    ["nobody holds one, two are wanted", { value: [] }, 2, "notes"],
    ["one is held, two are wanted", { value: [siem] }, 2, "fails"],
    ["one is held, one is wanted", { value: [siem] }, 1, "notes"],
    ["both are held, one is wanted", { value: [siem, audit] }, 1, "fails"],
    ["both are held, none is wanted", { value: [siem, audit] }, 0, "notes"],
    ["Warden itself holds one, two are wanted", { value: [own] }, 2, "notes"],
    ["Warden itself and another hold one each, two are wanted", { value: [own, siem] }, 2, "fails"],
    ["they may not be read", refused("logs:DescribeSubscriptionFilters"), 2, "unseen"],
  ];
  for (const [what, subscriptions, wanted, level] of matrix) {
    it(`${what}: ${level}`, () => expect(levelsOf(slots(subscriptions, wanted))).to.deep.equal([level]));
  }

  it("names who holds them, by filter and destination", () => {
    expect(onlyLine(slots({ value: [siem, audit] }), "fails")).to.match(
      /0 of 2 free, one held by to-siem \(stream trail of account 999988887777\), one held by audit-hook \(function audit of account 111122223333\)/,
    );
    const destination = { name: "x", destinationArn: `arn:aws:logs:${region}:${otherAccount}:destination:central` };
    const firehose = { name: "y", destinationArn: `arn:aws:firehose:${region}:${accountId}:deliverystream/lake` };
    expect(onlyLine(slots({ value: [destination, firehose] }), "fails")).to.match(
      /destination central of account .*delivery stream lake of account/,
    );
  });

  it("says what to do with the one that is free, and with none", () => {
    expect(onlyLine(slots({ value: [siem] }), "fails")).to.match(/LimitExceededException.*set .*subscriptions to 1/);
    expect(onlyLine(slots({ value: [siem, audit] }), "fails")).to.match(/\{bucket\}.*set it to 0/);
  });
});

describe("doctor on a log group", () => {
  const state = (logGroupClass: string, retentionDays?: number): Partial<LogGroupFacts> => ({
    state: { value: { logGroupClass, retentionDays } },
  });

  it("finds no fault in one of class Standard that keeps records long enough", () => {
    expect(levelsOf(linesFor({}))).to.deep.equal(["notes", "notes", "notes", "notes"]);
  });

  for (const logGroupClass of ["INFREQUENT_ACCESS", "DELIVERY"]) {
    it(`fails on class ${logGroupClass}, with two ways out`, () => {
      const said = onlyLine(linesFor(state(logGroupClass, 365)), "fails");
      expect(said).to.match(/no metric filters and no subscription filters/);
      expect(said).to.match(/a new log group of class Standard .* or read the trail's bucket/);
    });
  }

  it("fails where there is none, and says nothing else of it", () => {
    const lines = linesFor({ state: { value: undefined } });
    expect(onlyLine(lines, "fails")).to.match(/^log group audit \| there is none of this name/);
    expect(lines).to.have.length(1);
  });

  it("warns where records are kept for less than the setting, and tells the command", () => {
    expect(onlyLine(linesFor(state("STANDARD", 30)), "warns")).to.match(
      /kept for 30 days \| less than the 90 of api-warden:retentionDays.*put-retention-policy --log-group-name audit --retention-in-days 90/,
    );
    expect(levelsOf(linesFor(state("STANDARD", 90)))).to.not.include("warns");
  });

  it("says that records kept for ever cost ever more", () => {
    expect(onlyLine(linesFor(state("STANDARD")), "costs")).to.match(/kept for ever/);
  });

  it("warns that masked addresses blind the rules on countries and networks", () => {
    const masking = { value: { maskedIdentifiers: ["AwsSecretKey", "IpAddress"], hasTransformer: false } };
    expect(onlyLine(linesFor({ masking }), "warns")).to.match(
      /masks AwsSecretKey, IpAddress \| callers have no address: country and network rules see nothing/,
    );
  });

  it("warns of other masks in words of their own", () => {
    const masking = { value: { maskedIdentifiers: ["EmailAddress"], hasTransformer: false } };
    expect(onlyLine(linesFor({ masking }), "warns"))
      .to.match(/asterisks/)
      .and.to.not.match(/country/);
  });

  it("notes a transformer", () => {
    const lines = linesFor({ masking: { value: { maskedIdentifiers: [], hasTransformer: true } } });
    expect(lines.map(textOf).join("\n")).to.match(/a transformer changes records/);
  });

  it("goes on with the rest where the masking may not be read", () => {
    const lines = linesFor({ masking: refused("logs:GetDataProtectionPolicy") });
    expect(onlyLine(lines, "unseen")).to.match(/masking in log group audit needs logs:GetDataProtectionPolicy/);
    expect(lines).to.have.length(4);
  });
});

describe("what a data protection policy masks", () => {
  const policy = (...Statement: readonly object[]) => JSON.stringify({ Name: "p", Version: "2021-06-01", Statement });
  const identifier = (name: string) => `arn:aws:dataprotection::aws:data-identifier/${name}`;
  const auditing = { DataIdentifier: [identifier("EmailAddress")], Operation: { Audit: { FindingsDestination: {} } } };
  const masking = {
    DataIdentifier: [identifier("IpAddress"), "OwnPattern"],
    Operation: { Deidentify: { MaskConfig: {} } },
  };

  it("is what it takes the identity out of, not what it only audits", () => {
    expect(maskedIdentifiers(policy(auditing, masking))).to.deep.equal(["IpAddress", "OwnPattern"]);
    expect(maskedIdentifiers(policy(auditing))).to.deep.equal([]);
  });

  for (const text of ["", "{", "[]", "{}", '{"Statement":1}']) {
    it(`is nothing where the text is ${JSON.stringify(text)}`, () => expect(maskedIdentifiers(text)).to.deep.equal([]));
  }
});
