import { expect } from "chai";

import { keyLines } from "../../../core/doctor/encryption-key";
import type { KeyFacts, KeyStatement } from "../../../core/doctor/facts";
import { account, accountId, configured, levelsOf, onlyLine, refused, region, textOf } from "./facts";

const arn = `arn:aws:kms:${region}:${accountId}:key/0f0e0d0c-0000-4000-8000-000000000001`;
const root: KeyStatement = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: "kms:*",
};
const lets = (Service: string | readonly string[], changes: Partial<KeyStatement> = {}): KeyStatement => ({
  Effect: "Allow",
  Principal: { Service },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
  ...changes,
});
const services = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "cloudtrail.amazonaws.com"];
const everybody = services.map((service) => lets(service));
const settings = { kmsKeyArn: arn };

function linesFor(statements: readonly KeyStatement[], changes: Partial<KeyFacts> = {}, more: object = {}) {
  const key = { value: { state: "Enabled", spec: "SYMMETRIC_DEFAULT", statements, ...changes } };
  return keyLines(account({ key }), configured({ ...settings, ...more }));
}

describe("doctor on a customer key", () => {
  it("finds no fault in one that lets everybody in who has to use it", () => {
    expect(levelsOf(linesFor([root, ...everybody]))).to.deep.equal(["notes"]);
    expect(levelsOf(linesFor([root, lets(services)]))).to.deep.equal(["notes"]);
  });

  for (const service of services) {
    it(`fails where ${service} is not let in`, () => {
      const others = services.filter((one) => one !== service).map((one) => lets(one));
      expect(onlyLine(linesFor([root, ...others]), "fails")).to.include(`does not let ${service} use it`);
    });
  }

  it("wants half of the leave no more than none", () => {
    const half = lets("cloudwatch.amazonaws.com", { Action: "kms:Decrypt" });
    expect(onlyLine(linesFor([root, half, ...everybody.slice(1)]), "fails")).to.include("cloudwatch.amazonaws.com");
  });

  for (const key of ["aws:SourceArn", "AWS:sourceaccount"]) {
    it(`fails where EventBridge is let in under a condition on ${key}, which drops its events`, () => {
      const Condition = { StringEquals: { [key]: accountId } };
      const statements = [
        root,
        lets([services[0] ?? "", services[2] ?? ""]),
        lets("events.amazonaws.com", { Condition }),
      ];
      expect(onlyLine(linesFor(statements), "fails")).to.match(/dropped without a word \| .*without a condition on/);
    });
  }

  it("lets CloudWatch have that condition", () => {
    const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
    const statements = [root, lets("cloudwatch.amazonaws.com", { Condition }), ...everybody.slice(1)];
    expect(levelsOf(linesFor(statements))).to.deep.equal(["notes"]);
  });

  it("does not take a denial for leave", () => {
    expect(levelsOf(linesFor([root, ...everybody.map((one) => ({ ...one, Effect: "Deny" }))]))).to.include("fails");
  });

  it("fails where nothing is left to the account, whose roles publish", () => {
    expect(onlyLine(linesFor(everybody), "fails")).to.match(/leaves nothing to the account \| the roles of functions/);
  });

  it("asks for CloudTrail's leave only where the stack creates the trail, and for S3's only where it announces files", () => {
    const withoutTrail = [root, lets(services.slice(0, 2))];
    expect(levelsOf(linesFor(withoutTrail, {}, { trail: { logGroup: "audit" } }))).to.deep.equal(["notes"]);
    const announcing = linesFor([root, ...everybody], {}, { siem: { logFiles: true } });
    expect(onlyLine(announcing, "fails")).to.include("s3.amazonaws.com");
  });

  it("fails for a key that can't be used", () => {
    expect(onlyLine(linesFor([root, ...everybody], { state: "PendingDeletion" }), "fails")).to.include(
      "PendingDeletion",
    );
    expect(onlyLine(linesFor([root, ...everybody], { spec: "RSA_2048" }), "fails")).to.include("symmetric");
  });

  it("fails for a key of another region, and for none", () => {
    const far = configured({ kmsKeyArn: arn.replace(region, "us-east-1") });
    expect(onlyLine(keyLines(account({ key: { value: undefined } }), far), "fails")).to.match(/in us-east-1/);
    expect(onlyLine(keyLines(account({ key: { value: undefined } }), configured(settings)), "fails")).to.match(
      /no such key/,
    );
  });

  it("says what seeing it takes, and nothing where the stack makes its own", () => {
    const unseen = keyLines(account({ key: refused("kms:GetKeyPolicy") }), configured(settings));
    expect(unseen.map(textOf).join()).to.include("kms:GetKeyPolicy");
    expect(keyLines(account(), configured())).to.deep.equal([]);
  });
});
