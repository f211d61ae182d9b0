import { expect } from "chai";
import * as fc from "fast-check";

import { Alarms } from "../../../cli/report/gathering/alarm-times";
import { Counts } from "../../../cli/report/gathering/counts";
import { Timeline } from "../../../cli/report/gathering/timeline";
import { toolOf } from "../../../cli/report/gathering/tool";
import { severityOfHeadline } from "../../../cli/report/gathering/severity-of-headline";
import { alarmEffect, aliceDenied, mailEffect, reportOf, slackEffect, timeAt } from "./stage";

const minuteMs = 60_000;

describe("counts", () => {
  it("hold so many names, and count what comes beyond", () => {
    const counts = new Counts(2);
    for (const name of ["a", "b", "b", "c", "a", "b"]) counts.add(name);
    expect(counts.top()).to.deep.equal([
      { name: "b", count: 3 },
      { name: "a", count: 2 },
    ]);
    expect([counts.others, counts.total, counts.distinct]).to.deep.equal([1, 6, 2]);
  });
});

describe("the timeline", () => {
  it("loses no denial, however long the time and however few the bins", () => {
    const times = fc.array(fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 96 }), (minutes, most) => {
        const timeline = new Timeline();
        for (const minute of minutes) timeline.take(minute * minuteMs, "low");
        const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
        const { bins } = timeline.binned(first * minuteMs, last * minuteMs, most);
        expect(bins.reduce((sum, { counts }) => sum + counts.low, 0)).to.equal(minutes.length);
        expect(bins).to.have.lengthOf.at.most(most + 1);
      }),
      { numRuns: 60, examples: [[[1_576_800, 0], 2]] },
    );
  });

  it("stays small when every minute of a month has a denial", () => {
    const timeline = new Timeline();
    const minutes = 30 * 24 * 60;
    for (let minute = 0; minute < minutes; minute += 1) timeline.take(minute * minuteMs, "high");
    const { bins } = timeline.binned(0, (minutes - 1) * minuteMs, 96);
    expect(bins).to.have.lengthOf.within(10, 97);
    expect(bins.reduce((sum, { counts }) => sum + counts.high, 0)).to.equal(minutes);
  });
});

describe("hours in ALARM", () => {
  const seen = (...effects: ReturnType<typeof alarmEffect>[]) => {
    const alarms = new Alarms();
    for (const effect of effects) alarms.see(effect);
    return alarms.until(Date.parse(timeAt(30)));
  };

  it("add up over an alarm's times, until the end where it is still on", () => {
    const [times] = seen(alarmEffect(0, "ALARM"), alarmEffect(5, "OK"), alarmEffect(10, "ALARM"));
    expect(times).to.deep.include({ times: 2, inAlarmMs: 25 * minuteMs, isOn: true });
    expect(times?.stretches.map(({ toMs }) => toMs)).to.deep.equal([Date.parse(timeAt(5)), undefined]);
  });

  it("go on through a second ALARM, and end with too little data", () => {
    const [times] = seen(alarmEffect(0, "ALARM"), alarmEffect(2, "ALARM"), alarmEffect(6, "INSUFFICIENT_DATA"));
    expect(times).to.deep.include({ times: 1, inAlarmMs: 6 * minuteMs, isOn: false });
  });

  it("leave out alarms that never went off, and name the longest first", () => {
    const times = seen(
      alarmEffect(0, "OK", "quiet"),
      alarmEffect(0, "ALARM", "short"),
      alarmEffect(1, "OK", "short"),
      alarmEffect(2, "ALARM", "long"),
    );
    expect(times.map(({ alarm }) => alarm)).to.deep.equal(["long", "short"]);
  });
});

describe("figures of a report", () => {
  const records = [aliceDenied("a"), aliceDenied("b", 1), aliceDenied("c", 2, { eventName: "CreateTable" })];

  it("group denials by cause, most first", () => {
    const { causes } = reportOf({ records });
    expect(causes.top.map(({ sample, count }) => [sample.action, count])).to.deep.equal([
      ["DeleteTable", 2],
      ["CreateTable", 1],
    ]);
    expect([causes.distinct, causes.others]).to.deep.equal([2, 0]);
  });

  it("count alerts by day; an update is no alert", () => {
    const effects = [
      slackEffect("🟠 High: x", ["a"]),
      slackEffect("🟠 High: x", ["b"], { update: true }),
      slackEffect("Daily digest", [], { at: "2025-03-05T08:00:00.000Z" }),
      mailEffect("subject", "text"),
      alarmEffect(3, "ALARM"),
      alarmEffect(4, "OK"),
    ];
    const { days, messages } = reportOf({ records, effects });
    const none = { info: 0, low: 0, high: 0, critical: 0, none: 0 };
    expect(days).to.deep.equal([
      { day: "2025-03-04", posts: { ...none, high: 1 }, mails: 1, alarms: 1 },
      { day: "2025-03-05", posts: { ...none, none: 1 }, mails: 0, alarms: 0 },
    ]);
    expect([messages.posts, messages.updates, messages.shown.length]).to.deep.equal([2, 1, 3]);
  });

  it("keep the most severe messages where there are too many to draw, in their order", () => {
    const many = Array.from({ length: 200 }, (_, number) => slackEffect(`🟡 Low: ${number}`, []));
    const late = slackEffect("🔴 Critical: the one", [], { at: "2025-03-04T06:00:00.000Z" });
    const { messages } = reportOf({ records, effects: [...many, late] });
    expect(messages.posts).to.equal(201);
    expect(messages.shown).to.have.lengthOf(60);
    expect(messages.shown.at(-1)?.headline).to.equal("🔴 Critical: the one");
  });
});

describe("the severity that a first line begins with", () => {
  for (const [headline, level] of [
    ["🔴 Critical: x", "critical"],
    ["🔴 Act now: trail", "critical"],
    ["🟠 Not acted (disable-key): key", "high"],
    ["🔵 Nothing to do", "info"],
    ["Daily digest", undefined],
    ["", undefined],
    ["🔴", undefined],
  ] as const) {
    it(`${JSON.stringify(headline)}: ${level ?? "none"}`, () => expect(severityOfHeadline(headline)).to.equal(level));
  }
});

describe("the tool that a user agent names", () => {
  for (const [agent, tool] of [
    ["stratus-red-team_1d949e3e-4092-4c96-a6ef-96a967510a46", "stratus-red-team"],
    ["APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io)", "Terraform"],
    ["Boto3/1.40.11 md/Botocore#1.40.11", "Boto3"],
    ["[S3Console/0.4, aws-internal/3]", "S3Console"],
    ["Mozilla/5.0 (X11; Linux)", "a browser"],
    ["", "none named"],
    [undefined, "none named"],
  ] as const) {
    it(`${agent ?? "none"}: ${tool}`, () => expect(toolOf(agent)).to.equal(tool));
  }
});
