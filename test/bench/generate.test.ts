import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { TrailShape } from "../../bench/generate";
import { writeTrail } from "../../bench/generate";
import { textAt } from "../../core/cloudtrail/record";
import { Folder } from "../local/input/support";

const files = 24;
const recordsInFile = 1_000;

interface Trail {
  readonly bytes: number;
  readonly byFile: Record<string, unknown>[][];
  readonly records: Record<string, unknown>[];
}

function trailOf(shape: TrailShape, files: number, filesAtOnce?: number): Trail {
  const folder = new Folder();
  try {
    const bytes = writeTrail({
      folder: folder.path,
      files,
      recordsInFile,
      shape,
      seed: 1,
      ...(filesAtOnce === undefined ? {} : { filesAtOnce }),
    });
    const names = fs.readdirSync(folder.path).sort();
    const texts = names.map((name) => zlib.gunzipSync(fs.readFileSync(path.join(folder.path, name))).toString("utf8"));
    const byFile = texts.map((text) => (JSON.parse(text) as { Records: Record<string, unknown>[] }).Records);
    return { bytes, byFile, records: byFile.flat() };
  } finally {
    folder.remove();
  }
}

const distinct = (records: readonly unknown[], ...field: readonly string[]) =>
  new Set(records.map((record) => textAt(record, ...field)));
function byText(records: readonly unknown[], ...field: readonly string[]): Map<string | undefined, unknown[]> {
  const groups = new Map<string | undefined, unknown[]>();
  for (const record of records) {
    const text = textAt(record, ...field);
    groups.set(text, [...(groups.get(text) ?? []), record]);
  }
  return groups;
}
const ofKeys = ({ records }: Trail) =>
  records.filter((record) => textAt(record, "userIdentity", "accessKeyId")?.startsWith("AKIA"));
const denied = ({ records }: Trail) => records.filter((record) => "errorCode" in record);
const causesOf = (records: readonly unknown[]) =>
  new Set(records.map((record) => [textAt(record, "userIdentity", "arn"), textAt(record, "eventName")].join()));

describe("the trail that benchmarks read", function () {
  this.timeout(30_000);
  let even: Trail;
  before(() => (even = trailOf("even", files)));

  it("has records of about 1.45 KB from 4 accounts, 4 regions and 60 principals, each under an id of its own", () => {
    expect(even.bytes / even.records.length).to.be.within(1_400, 1_500);
    expect(distinct(even.records, "recipientAccountId")).to.have.property("size", 4);
    expect(distinct(even.records, "awsRegion")).to.have.property("size", 4);
    expect(distinct(even.records, "userIdentity", "arn")).to.have.property("size", 60);
    expect(distinct(even.records, "eventID")).to.have.property("size", files * recordsInFile);
  });

  it("has files of a thousand records, in time order, that overlap by a quarter of an hour", () => {
    const times = even.byFile.map((records) => records.map((record) => Date.parse(String(record["eventTime"]))));
    for (const [index, ofFile] of times.entries()) {
      expect(ofFile).to.have.lengthOf(recordsInFile);
      expect(ofFile).to.deep.equal([...ofFile].sort((one, other) => one - other));
      const next = times[index + 1];
      if (next !== undefined) expect(((ofFile.at(-1) ?? 0) - (next[0] ?? 0)) / 60_000).to.be.within(14.5, 15);
    }
  });

  it("may have several files of the same minutes, as of several accounts and regions", () => {
    const firsts = trailOf("even", 6, 3).byFile.map(([first]) => Date.parse(String(first?.["eventTime"])) / 60_000);
    const rounds = [firsts.slice(0, 3), firsts.slice(3)].map((round) => round.map((minutes) => Math.floor(minutes)));
    expect(new Set(rounds[0])).to.have.property("size", 1);
    expect(new Set(rounds[1])).to.deep.equal(new Set([(rounds[0]?.[0] ?? 0) + 5]));
  });

  it("has 5 % of its calls with 60 long-term keys from at most three addresses each", () => {
    const calls = ofKeys(even);
    expect(calls.length / even.records.length).to.be.within(0.045, 0.055);
    const byKey = byText(calls, "userIdentity", "accessKeyId");
    expect(byKey).to.have.property("size", 60);
    for (const ofKey of byKey.values()) expect(distinct(ofKey, "sourceIPAddress").size).to.be.at.most(3);
  });

  it("has 2 % denied from 24 causes, and one record in 2,000 that another function must see", () => {
    expect(denied(even).length / even.records.length).to.be.within(0.017, 0.023);
    expect(causesOf(denied(even))).to.have.property("size", 24);
    const openings = even.records.filter(({ eventName }) => eventName === "AuthorizeSecurityGroupIngress");
    expect(openings.length).to.be.within(4, 24);
  });

  it("in the hard shape has 45 % of its calls with long-term keys from anywhere, and every denial a cause of its own", () => {
    const hard = trailOf("hard", 6);
    expect(ofKeys(hard).length / hard.records.length).to.be.within(0.44, 0.46);
    expect(distinct(ofKeys(hard), "sourceIPAddress").size).to.be.greaterThan(ofKeys(hard).length * 0.99);
    expect(causesOf(denied(hard)).size).to.equal(denied(hard).length);
  });
});
