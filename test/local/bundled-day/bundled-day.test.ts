import { expect } from "chai";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import { bundledDay } from "../../../local/bundled-day/bundled-day";
import type { CloudTrailItem } from "../../../local/input/items";

// The package comes without types.
const { lookup } = createRequire(__filename)("geoip-country") as {
  lookup(address: string): { country: string } | null;
};

describe("the bundled day", () => {
  const items = [...bundledDay()];
  const denied = items.filter((item) => isDenied(item));
  const byName = (name: string): CloudTrailItem[] =>
    denied.filter(({ record }) => textAt(record, "userIdentity", "userName") === name || roleOf(record) === name);

  it("has at least 20,000 records, at least 95 % of them without any error", () => {
    expect(items).to.have.lengthOf.at.least(20_000);
    const ordinary = items.filter(
      ({ record }) => record["errorCode"] === undefined && record["errorMessage"] === undefined,
    );
    expect(ordinary.length / items.length).to.be.at.least(0.95);
  });

  it("is the same in every run, and another one for another seed", () => {
    const hash = (seed?: number): string =>
      [...bundledDay(seed)].reduce((sum, { text }) => sum.update(text), createHash("sha256")).digest("hex");
    const first = items.reduce((sum, { text }) => sum.update(text), createHash("sha256")).digest("hex");
    expect(hash()).to.equal(first);
    expect(hash(1)).to.not.equal(first);
  });

  it("has the fields that every CloudTrail record has", () => {
    const mandatory =
      "eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress requestParameters responseElements requestID eventID eventType eventCategory";
    const names = mandatory.split(" ");
    const lacking = items.filter(({ record }) => names.some((name) => record[name] === undefined));
    expect(lacking).to.deep.equal([]);
  });

  it("has event ids in UUID form, none twice", () => {
    const ids = items.map(({ record }) => textAt(record, "eventID") ?? "");
    expect(new Set(ids).size).to.equal(ids.length);
    expect(
      ids.filter((id) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)),
    ).to.deep.equal([]);
  });

  it("is one day in event time, each item with the time and the text of its record", () => {
    const dayStartMs = Date.UTC(2026, 2, 17);
    let beforeMs = dayStartMs;
    for (const { atMs, record, text } of items) {
      if (atMs < beforeMs || atMs !== Date.parse(String(record["eventTime"])) || text !== JSON.stringify(record)) {
        expect.fail(`out of order or not its record: ${text}`);
      }
      beforeMs = atMs;
    }
    expect(beforeMs).to.be.below(dayStartMs + 24 * 3_600_000);
  });

  it("tells of a deployment role that lacks one permission, in two bursts of a quarter of an hour at most", () => {
    const calls = byName("deploy-production");
    expect(calls).to.have.lengthOf.at.least(60);
    expect(new Set(calls.map(({ record }) => record["eventName"]))).to.deep.equal(new Set(["RegisterTaskDefinition"]));
    expect(new Set(calls.map(({ atMs }) => new Date(atMs).getUTCHours()))).to.deep.equal(new Set([9, 11]));
    expect(calls[0]?.record["errorMessage"]).to.match(/not authorized to perform: iam:PassRole on resource: arn:/);
  });

  it("tells of a scanner that is refused in many regions within minutes", () => {
    const calls = byName("posture-scanner");
    expect(calls).to.have.lengthOf.at.least(50);
    expect(new Set(calls.map(({ record }) => record["awsRegion"])).size).to.be.at.least(5);
    expect(calls.every(({ record }) => record["readOnly"] === true)).to.equal(true);
    expect(minutesOf(calls)).to.be.below(10);
  });

  it("tells of a stolen key that works first, from a country of its own, and is then tried on everything", () => {
    const thief = items.filter(({ record }) => lookup(String(record["sourceIPAddress"]))?.country === "SG");
    const succeeded = thief.filter((item) => !isDenied(item));
    expect(new Set(succeeded.map(({ record }) => textAt(record, "userIdentity", "accessKeyId")))).to.deep.equal(
      new Set(["AKIABACKUPLEGEXAMPLE"]),
    );
    const calls = byName("backup-legacy");
    expect(
      new Set(calls.map(({ record }) => `${String(record["eventSource"])} ${String(record["eventName"])}`)).size,
    ).to.be.at.least(200);
    expect(new Set(calls.map(({ record }) => textAt(record, "userIdentity", "accessKeyId"))).size).to.equal(2);
    expect(minutesOf(calls)).to.be.within(5, 10);
    const names = calls.map(({ record }) => record["eventName"]);
    expect(names).to.include.members(["StopLogging", "CreateAccessKey"]);
  });

  it("begins what becomes one enumeration with three causes in the first second", () => {
    for (const name of ["posture-scanner", "backup-legacy"]) {
      const calls = byName(name);
      const first = calls.filter(({ atMs }) => atMs === calls[0]?.atMs);
      expect(new Set(first.map(({ record }) => record["eventName"])).size).to.be.at.least(3);
    }
  });

  it("has some everyday noise", () => {
    expect(byName("AWSReservedSSO_Developer_4f1c2a9be07d3356")).to.have.lengthOf(1);
    expect(
      items.filter(({ record }) => valueAt(record, "responseElements", "ConsoleLogin") === "Failure"),
    ).to.have.lengthOf(1);
    const probes = denied.filter(({ record }) => record["sourceIPAddress"] === "delivery.logs.amazonaws.com");
    expect(probes).to.have.lengthOf(12);
    expect(minutesOf(probes), "one burst, so that the alarm on denied calls mails once").to.be.below(5);
    expect(items.filter(({ text }) => text.includes("0.0.0.0/0"))).to.have.lengthOf(1);
  });

  it("has no other denial", () => {
    const told = ["deploy-production", "posture-scanner", "backup-legacy", "AWSReservedSSO_Developer_4f1c2a9be07d3356"];
    const counted = told.reduce((sum, name) => sum + byName(name).length, 12);
    expect(denied).to.have.lengthOf(counted);
  });
});

function isDenied({ record }: CloudTrailItem): boolean {
  return /^AccessDenied|UnauthorizedOperation$/.test(textAt(record, "errorCode") ?? "");
}

function roleOf(record: unknown): string | undefined {
  return textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "userName");
}

function minutesOf(calls: readonly CloudTrailItem[]): number {
  return ((calls.at(-1)?.atMs ?? Infinity) - (calls[0]?.atMs ?? 0)) / 60_000;
}
