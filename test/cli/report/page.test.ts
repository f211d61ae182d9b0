import { expect } from "chai";

import { compared } from "../../../cli/report/comparison";
import { reportPage } from "../../../cli/report/drawing/page";
import { hostileStory } from "./hostile-story";
import { alarmEffect, decisionEffect, mailEffect, reportOf, slackEffect, theft } from "./stage";

const effects = [
  slackEffect("🔴 Critical: tampering", ["stop"]),
  alarmEffect(12, "ALARM", "cis-5.5"),
  alarmEffect(20, "OK", "cis-5.5"),
  decisionEffect({ ifEnforced: { verdict: "done", reason: "signals" } }),
  decisionEffect({
    action: "restart-trail",
    subject: "arn:aws:cloudtrail:us-east-1:111122223333:trail/main",
    reason: "not-rebuilt",
  }),
  mailEffect("subject", "line one\nline two"),
];
const story = { records: theft(), effects, summary: { denials: 3, muted: { scanner: 2 } } };
const drawn = () => reportPage(reportOf(story));
const textOf = (markup: string) =>
  markup.replaceAll(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>|<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

describe("the page of a report", () => {
  let page: string;

  before(() => {
    page = drawn();
  });

  it("answers first what happened, who did it and what would have been done", () => {
    const text = textOf(page);
    const at = (words: string) => {
      expect(text).to.include(words);
      return text.indexOf(words);
    };
    const order = [
      "Critical: look first at user mallory",
      "user mallory made 4 (those of 1 role assumed under this name among them): 1 change to CloudTrail, 2 refused calls",
      "What happened",
      "Who did it",
      "role deploy",
      "Changed nothing : every action is in the mode notify",
      "disable the key AKIAEXAMPLEMALLORY01",
      "a deleted trail is never rebuilt by a function",
      "In figures",
    ].map(at);
    expect(order).to.deep.equal([...order].sort((one, other) => one - other));
  });

  it("has a part for each thing to know, in one order", () => {
    const ids = [...page.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    const parts = "answer figures timeline callers actions causes alarms days keys messages mails troubles run";
    expect(ids).to.deep.equal(parts.split(" "));
  });

  it("is the same for the same run", () => {
    expect(drawn()).to.equal(page);
    expect(page).to.not.match(/zr\d|durationMs/);
  });

  it("draws charts in colours of the page, for wide and for narrow, and gives their figures as tables", () => {
    const charts = page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(charts).to.have.lengthOf(2);
    for (const chart of charts) {
      expect(chart)
        .to.match(/^<svg class="(?:wide|narrow)"/)
        .and.to.include("var(--critical)")
        .and.to.include("var(--alarm)");
      expect(chart).to.not.match(/#0101|<script|<style| on[a-z]+=|href/);
    }
    expect(page).to.include("The same figures as a table");
    expect(page).to.match(/class="chart"\s+role="img"\s+aria-label="[^"]{20,}"/);
  });

  it("lets nothing be loaded, run or sent", () => {
    expect(page).to.include(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:`);
    expect(page).to.not.match(/<(?:script|iframe|object|embed|form|link|base|img)\b|@import|url\(/i);
    const targets = [...page.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, target = ""]) => target);
    expect(targets).to.have.lengthOf.above(5);
    for (const target of targets) expect(target).to.match(/^(?:#[a-z]+|https:\/\/)/);
  });

  it("has headings in order, one first, and no id twice", () => {
    const headings = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(headings[0]).to.equal(1);
    expect(headings.filter((level) => level === 1)).to.have.lengthOf(1);
    headings.reduce((before, level) => {
      expect(level).to.be.at.most(before + 1);
      return level;
    });
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).to.deep.equal([...new Set(ids)]);
  });

  it("prints nothing that is not there", () => {
    for (const one of [reportOf({}), reportOf(story), reportOf(hostileStory)]) {
      expect(reportPage(one).replaceAll(/<style>[\s\S]*?<\/style>/g, "")).to.not.match(
        /undefined|NaN|Infinity|\[object/,
      );
    }
  });

  it("says so where there is nothing to tell", () => {
    const text = textOf(reportPage(reportOf({})));
    expect(text)
      .to.include("Nothing was played")
      .and.to.include("No alarm went off")
      .and.to.include("Everything was read");
  });

  it("shows no hostile text but as text", () => {
    const markup = reportPage(reportOf(hostileStory), compared(reportOf(hostileStory), reportOf(story)));
    expect(markup).to.not.match(/<script|<img|<[a-z][^<>]* on[a-z]+=|javascript:[^<]*">/i);
    expect(markup.match(/<style>/g)).to.have.lengthOf(1);
    expect(markup.match(/<\/title>/g)).to.have.lengthOf(1);
    expect(markup).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
    expect(markup.split("&lt;/script&gt;").length, "the text is there").to.be.above(15);
  });
});

describe("the page of two configurations", () => {
  const base = reportOf(story);
  const enforced = reportOf({
    ...story,
    effects: [
      ...effects.slice(1, 3).map((effect) => ({ ...effect, at: effect.at.replace("05:20", "05:30") })),
      decisionEffect({ verdict: "done", reason: "signals" }),
      slackEffect("🔴 Done (disable-key): access key", ["stop"]),
    ],
    summary: { ...story.summary, muted: {} },
    run: { stackFile: "Pulumi.other.yaml" },
  });
  const comparison = compared(base, enforced);

  it("compares figures by name, what only one has with none", () => {
    const figures = new Map(comparison.figures.map(({ name, base: one, other }) => [name, [one, other]]));
    expect(figures.get("Slack messages")).to.deep.equal([1, 1]);
    expect(figures.get("E-mails")).to.deep.equal([1, 0]);
    expect(figures.get("Subjects changed")).to.deep.equal([0, 1]);
    expect(comparison.muted).to.deep.equal([{ name: "scanner", base: 2, other: 0 }]);
    expect(comparison.alarms).to.deep.equal([{ name: "cis-5.5", base: 480_000, other: 1_080_000 }]);
  });

  it("lists subjects that are decided on differently, and messages that only one posts", () => {
    expect(
      comparison.actions.map(({ subject, base: one, other }) => [subject, one?.asRun.verdict, other?.asRun.verdict]),
    ).to.deep.equal([
      ["AKIAEXAMPLEMALLORY01", "notify", "done"],
      ["arn:aws:cloudtrail:us-east-1:111122223333:trail/main", "notify", undefined],
    ]);
    expect(comparison.onlyBase).to.deep.equal(["🔴 Critical: tampering"]);
    expect(comparison.onlyOther).to.deep.equal(["🔴 Done (disable-key): access key"]);
  });

  it("finds nothing between a run and itself", () => {
    const same = compared(base, base);
    expect([same.actions, same.onlyBase, same.onlyOther]).to.deep.equal([[], [], []]);
    expect(same.figures.every(({ base: one, other }) => one === other)).to.equal(true);
  });

  it("stands right behind the answer", () => {
    const markup = reportPage(base, comparison);
    const order = ["figures", "comparison", "timeline"].map((id) => markup.indexOf(`<section id="${id}"`));
    expect(order[0]).to.be.above(0);
    expect(order).to.deep.equal([...order].sort((one, other) => one - other));
    expect(textOf(markup))
      .to.include("Pulumi.dev.yaml (this page)")
      .and.to.include("Pulumi.other.yaml")
      .and.to.include("+0.2");
  });
});
