import { expect } from "chai";

import type { TrailFacts } from "../../../core/doctor/facts";
import type { Level } from "../../../core/doctor/line";
import { trailLines } from "../../../core/doctor/trails";
import {
  account,
  accountId,
  configured,
  levelsOf,
  onlyLine,
  otherAccount,
  refused,
  region,
  textOf,
  trail,
} from "./facts";

const reading = configured({ trail: { logGroup: "audit" } });
const linesFor = (trails: readonly TrailFacts[], configuration = reading) =>
  trailLines(account({ trails: { value: trails } }), configuration);

describe("doctor on trails", () => {
  it("says of each whose it is and how it is set", () => {
    const [line] = linesFor([trail()]);
    expect(line).to.deep.equal({
      level: "notes",
      about: "trail audit",
      found:
        "this account's own, home region eu-west-1, all regions, log files validated, encrypted with a key, logging, log group audit",
    });
  });

  it("says where a trail announces its new files", () => {
    const topicArn = `arn:aws:sns:${region}:${accountId}:files`;
    expect(onlyLine(linesFor([trail({ topicArn })]), "notes")).to.include(`new files announced to ${topicArn}`);
  });

  const owners: readonly (readonly [string, Partial<TrailFacts>, RegExp])[] = [
    [
      "the organization's, of another account",
      { isOrganization: true, arn: `arn:aws:cloudtrail:${region}:${otherAccount}:trail/org` },
      /the organization's, owned by account 999988887777,/,
    ],
    ["the organization's, of this account", { isOrganization: true }, /owned by account 111122223333 \(this one\)/],
    [
      "another account's",
      { arn: `arn:aws:cloudtrail:${region}:${otherAccount}:trail/x` },
      /^trail audit \| owned by account 999988887777/,
    ],
    ["a stack's", { name: "trail-logs-0a1b2c3" }, /made by Warden/],
  ];
  for (const [whose, changes, words] of owners) {
    it(`knows a trail that is ${whose}`, () => {
      const [line] = linesFor([trail(changes)]);
      expect(line && textOf(line)).to.match(words);
    });
  }

  const weak: readonly (readonly [string, Partial<TrailFacts>, Level, RegExp])[] = [
    [
      "logging is off",
      { status: { value: { isLogging: false } } },
      "fails",
      /nothing arrives from it \| aws cloudtrail start-logging --region eu-west-1 --name arn/,
    ],
    [
      "its last file was not delivered",
      { status: { value: { isLogging: true, deliveryError: "AccessDenied" } } },
      "warns",
      /was not delivered \(AccessDenied\)/,
    ],
    [
      "it records one region",
      { isMultiRegion: false },
      "warns",
      /other regions are not seen \| .*--is-multi-region-trail/,
    ],
    ["it leaves global services out", { hasGlobalEvents: false }, "warns", /IAM and STS are not seen/],
    [
      "its files are not validated",
      { hasValidation: false },
      "warns",
      /altered log file \| .*--enable-log-file-validation/,
    ],
    ["it is not encrypted with a key", { kmsKeyId: undefined }, "notes", /CloudTrail\.2/],
    ["it records reads alone", { managementEvents: { value: "read-only" } }, "warns", /change something are not seen/],
    ["it records changes alone", { managementEvents: { value: "write-only" } }, "warns", /denied reads are not seen/],
    ["it records no management events", { managementEvents: { value: "none" } }, "fails", /no call is watched/],
    [
      "another account owns it",
      { arn: `arn:aws:cloudtrail:${region}:${otherAccount}:trail/x` },
      "notes",
      /restart-trail can tell .* not start it/,
    ],
    [
      "its status may not be read",
      { status: refused("cloudtrail:GetTrailStatus") },
      "unseen",
      /whether it logs could not be seen \(it needs cloudtrail:GetTrailStatus\)/,
    ],
    [
      "its selectors may not be read",
      { managementEvents: refused("cloudtrail:GetEventSelectors") },
      "unseen",
      /it needs cloudtrail:GetEventSelectors/,
    ],
  ];
  for (const [what, changes, level, words] of weak) {
    it(`says so where the trail is read and ${what}`, () => {
      const [line] = linesFor([trail(changes)]);
      expect(line?.level).to.equal(level);
      expect(line && textOf(line)).to.match(words);
    });
  }

  it("tells several weak points of a trail in one line, the worst first", () => {
    const lines = linesFor([trail({ status: { value: { isLogging: false } }, isMultiRegion: false })]);
    expect(levelsOf(lines)).to.deep.equal(["fails"]);
    expect(onlyLine(lines, "fails")).to.match(/nothing arrives from it; calls in other regions/);
  });

  it("finds no fault in a trail that is not read", () => {
    const lines = linesFor([trail({ logGroupArn: undefined, isMultiRegion: false }), trail({ name: "read" })]);
    expect(levelsOf(lines)).to.deep.equal(["notes", "notes"]);
  });

  it("warns where no trail writes into the log group, or into the bucket, that is read", () => {
    expect(onlyLine(linesFor([trail({ logGroupArn: undefined })]), "warns")).to.match(/^log group audit \| no trail/);
    const fromBucket = configured({ trail: { bucket: "logs", topic: `arn:aws:sns:${region}:${accountId}:files` } });
    expect(onlyLine(linesFor([trail()], fromBucket), "warns")).to.match(/^bucket logs \| no trail/);
  });

  it("knows the log group by its ARN, too", () => {
    const byArn = configured({ trail: { logGroup: `arn:aws:logs:${region}:${accountId}:log-group:audit:*` } });
    expect(levelsOf(linesFor([trail()], byArn))).to.deep.equal(["notes"]);
  });

  describe("for a stack that creates one", () => {
    const creating = configured();

    it("says that the first copy of management events is free", () => {
      expect(onlyLine(linesFor([], creating), "notes")).to.match(/first copy of them is free/);
      const data = trail({ managementEvents: { value: "none" } });
      expect(levelsOf(linesFor([data], creating))).to.deep.equal(["notes", "notes"]);
    });

    it("says what a second copy costs, and how to have none", () => {
      const said = onlyLine(linesFor([trail()], creating), "costs");
      expect(said).to.match(
        /recorded already, by audit \| .*\$2\.00 per 100,000 events \| .*\{logGroup\} or \{bucket\}/,
      );
    });

    it("takes a trail for a copy where its selectors may not be read", () => {
      const unknown = trail({ managementEvents: refused("cloudtrail:GetEventSelectors") });
      expect(onlyLine(linesFor([unknown], creating), "costs")).to.include("audit");
    });

    it("does not take the stack's own trail for another one", () => {
      expect(levelsOf(linesFor([trail({ name: "trail-logs-0a1b2c3" })], creating))).to.deep.equal(["notes", "notes"]);
    });

    it("fails beside five others", () => {
      const five = ["a", "b", "c", "d", "e"].map((name) => trail({ name }));
      expect(onlyLine(linesFor(five, creating), "fails")).to.match(/5 trails are there already/);
      expect(levelsOf(linesFor(five.slice(1), creating))).to.not.include("fails");
    });
  });

  it("says what seeing trails takes where it is refused, and why it failed where it did", () => {
    const unseen = trailLines(account({ trails: refused("cloudtrail:DescribeTrails") }), reading);
    expect(onlyLine(unseen, "unseen")).to.equal(
      "trails | could not be seen: trails needs cloudtrail:DescribeTrails |  | ",
    );
    const failed = trailLines(account({ trails: { needs: ["cloudtrail:DescribeTrails"], why: "no answer" } }), reading);
    expect(onlyLine(failed, "unseen")).to.match(/could not be seen: no answer/);
  });
});
