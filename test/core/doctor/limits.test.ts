import { expect } from "chai";

import { concurrencyLines } from "../../../core/doctor/concurrency";
import type { ConcurrencyFacts } from "../../../core/doctor/facts";
import type { Level } from "../../../core/doctor/line";
import { regionLines } from "../../../core/doctor/regions";
import { account, levelsOf, onlyLine, refused } from "./facts";

const declared = [{ name: "post-denials", reserved: 2 }, { name: "disable-key", reserved: 5 }, { name: "plain" }];
const unreserved = [{ name: "post-denials", reserved: -1 }, { name: "disable-key" }];

const linesFor = (concurrency: ConcurrencyFacts, functions = declared, here: readonly string[] = []) =>
  concurrencyLines(account({ concurrency: { value: concurrency }, functions: { value: here } }), functions);

const matrix: readonly (readonly [number, number, Level])[] = [
  [1_000, 1_000, "notes"],
  [1_000, 107, "notes"],
  [1_000, 106, "fails"],
];

describe("doctor on the concurrency of Lambda", () => {
  for (const [quota, left, level] of matrix) {
    it(`a quota of ${quota}, ${left} not reserved, 7 to be: ${level}`, () => {
      expect(levelsOf(linesFor({ quota, unreserved: left }))).to.deep.equal([level]);
    });
  }

  it("says what Lambda keeps, and how to deploy all the same", () => {
    expect(onlyLine(linesFor({ quota: 1_000, unreserved: 100 }), "fails")).to.match(
      /the stack reserves 7 \| Lambda keeps 100 .*reservedConcurrency to off/,
    );
  });

  it("does not count twice what functions that are there have reserved", () => {
    const here = ["post-denials-0a1b2c3", "disable-key-0a1b2c3"];
    expect(levelsOf(linesFor({ quota: 1_000, unreserved: 100 }, declared, here))).to.deep.equal(["notes"]);
  });

  it("warns where the quota of a new account leaves no room, which is not an error", () => {
    expect(onlyLine(linesFor({ quota: 10, unreserved: 10 }, unreserved), "warns")).to.match(
      /a quota of 10 leaves no room: .* a tag says so/,
    );
  });

  it("says nothing where nothing is to be reserved", () => {
    expect(concurrencyLines(account({ concurrency: undefined }), declared)).to.deep.equal([]);
  });

  it("says what seeing it takes", () => {
    const lines = concurrencyLines(account({ concurrency: refused("lambda:GetAccountSettings") }), declared);
    expect(onlyLine(lines, "unseen")).to.include("lambda:GetAccountSettings");
  });
});

describe("doctor on regions", () => {
  it("fails for one that is not turned on, and for one that there is not", () => {
    const lines = regionLines(account(), ["eu-west-1", "ap-east-1", "eu-west-9"]);
    expect(lines.map(({ level, about, found }) => [level, about, found])).to.deep.equal([
      ["fails", "region ap-east-1", "not turned on in this account"],
      ["fails", "region eu-west-9", "there is none of this name"],
      ["notes", "regions", "watched and turned on: eu-west-1"],
    ]);
  });

  it("says what seeing them takes", () => {
    const lines = regionLines(account({ regions: refused("ec2:DescribeRegions") }), ["eu-west-1"]);
    expect(onlyLine(lines, "unseen")).to.include("ec2:DescribeRegions");
  });
});
