import { expect } from "chai";

import { DenialTally } from "../../cli/denial-tally";
import { MostSevere } from "../../cli/most-severe";
import { drawSummary } from "../../cli/summary-printer";
import { WouldBeChanges } from "../../cli/would-be-changes";
import { header, slackMessage } from "../../core/slack/message";
import type { DecisionEffect, SlackEffect, SummaryEffect } from "../../local/effects";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { deniedRecord, roleIdentity } from "../core/sample-record";

const summary: SummaryEffect = {
  effect: "summary",
  records: 1234,
  events: 0,
  denied: 2,
  denials: 3,
  muted: {},
  unreadable: 0,
  startupMs: 1500,
  durationMs: 2500,
  ticks: { run: 1, skipped: 1000 },
  effects: { slack: 1, email: 2 },
};
const plain = { width: 100, colour: false };

function tallyOf(...records: readonly CloudTrailRecord[]): DenialTally {
  const tally = new DenialTally();
  records.forEach((record, line) => {
    tally.count({ kind: "cloudtrail", atMs: 0, record, text: JSON.stringify(record), origin: `file:${line + 1}` });
  });
  return tally;
}

function message(headline: string, eventIds: string[], hour = 10): SlackEffect {
  const at = `2026-03-17T${hour}:00:00.000Z`;
  return { effect: "slack", at, function: "post-denials", eventIds, message: slackMessage("", [header(headline)]) };
}

const alice = (id: string, changes: CloudTrailRecord = {}) => deniedRecord({ eventID: id, ...changes });
const role = (id: string) => deniedRecord({ eventID: id, userIdentity: roleIdentity("deploy", `session-${id}`) });

describe("the tally of denials", () => {
  it("counts an event once, by the compliance pattern and by all that is a denial", () => {
    const wider = { errorCode: "InvalidClientTokenId" };
    const tally = tallyOf(alice("a"), alice("a"), alice("b", wider), alice("c", { errorCode: "Throttling" }));
    expect([tally.deniedCount, tally.denialCount]).to.deep.equal([1, 2]);
  });

  it("tells records without an id apart by their place", () => {
    expect(tallyOf(alice(""), alice("")).denialCount).to.equal(2);
  });

  it("gathers by principal, sessions of a role as one, most first", () => {
    const { callers, others } = tallyOf(alice("a"), role("b"), role("c")).most(1);
    expect(callers.map(({ principal, count }) => [principal.name, count])).to.deep.equal([["deploy", 2]]);
    expect(others).to.equal(1);
  });
});

describe("the message to look at first", () => {
  const first = (...messages: SlackEffect[]) => {
    const mostSevere = new MostSevere();
    for (const one of messages) mostSevere.see(one);
    return mostSevere.message;
  };
  const [low, high, more] = [
    message("🟡 Low: x", ["a", "b"]),
    message("🟠 High: y", ["c"]),
    message("🟠 High: z", ["d", "e"]),
  ];

  it("is the most severe, of equal ones that with most events", () => {
    expect(first(low, more, high)).to.equal(more);
    expect(first(high, low, more)).to.equal(more);
  });

  it("is none where no message has a severity", () => {
    expect(first(message("Daily digest", ["a"]))).to.equal(undefined);
    expect(first()).to.equal(undefined);
  });
});

function decision(about: Partial<DecisionEffect>): DecisionEffect {
  const subject = "AKIA0000000000000001";
  const what = {
    function: "disable-key",
    action: "disable-key",
    subject,
    verdict: "notify",
    reason: "signals",
  } as const;
  return { effect: "decision", at: "2026-03-17T10:00:00.000Z", ...what, eventIds: ["a"], ...about };
}

describe("the closing summary", () => {
  it("gives the figures, and nothing that did not happen", () => {
    const text = drawSummary(summary, { tally: tallyOf(), mostSevere: undefined, wouldBe: [] }, plain);
    expect(text).to.equal(
      [
        "",
        "Summary",
        "  1,234 CloudTrail records played in 2.5 s (start-up 1.5 s).",
        "  Denied calls and failed sign-ins: 3, 2 of them by the compliance pattern.",
        "  1 Slack message, 2 e-mails, 0 alarm changes, 0 dead letters.",
        "  1 tick of the schedule run, 1,000 skipped because nothing was due.",
        "",
      ].join("\n"),
    );
  });

  it("says what was muted and what could not be read", () => {
    const more = { ...summary, muted: { scanner: 5 }, unreadable: 2, events: 1 };
    const text = drawSummary(more, { tally: tallyOf(), mostSevere: undefined, wouldBe: [] }, plain);
    expect(text).to.include("Muted: 5 by scanner.").and.to.include("2 could not be read or played");
    expect(text).to.include("1,234 CloudTrail records and 1 EventBridge event played");
  });

  it("names who was denied most, with the ends of their keys, and what to look at first", () => {
    const tally = tallyOf(alice("a"), alice("b", { eventName: "CreateTable" }), role("c"));
    const text = drawSummary(
      summary,
      { tally, mostSevere: message("🔴 Critical: tampering", ["a", "b"]), wouldBe: [] },
      plain,
    );
    expect(text).to.include("    2 × user alice (long-term key ending 0001): 2 actions, from 203.0.113.7\n");
    expect(text).to.include(
      "    1 × role deploy (temporary key ending 0001): dynamodb:DeleteTable, from 203.0.113.7\n",
    );
    const look = "Look first at 2026-03-17 10:00:00 UTC: 🔴 Critical: tampering (long-term key ending 0001)";
    expect(text.replaceAll(/\n +/g, " ")).to.include(look);
  });

  it("names no key for a message about several callers", () => {
    const tally = tallyOf(alice("a"), role("c"));
    const text = drawSummary(summary, { tally, mostSevere: message("🟠 High: both", ["a", "c"]), wouldBe: [] }, plain);
    expect(text).to.match(/Look first at .* High: both\n/);
  });

  it("says what enforce would have changed", () => {
    const decided = decision({
      verdict: "notify",
      reason: "mode-notify",
      ifEnforced: { verdict: "done", reason: "signals" },
    });
    const text = drawSummary(summary, { tally: tallyOf(), mostSevere: undefined, wouldBe: [decided] }, plain);
    expect(text).to.include("With enforce it would have changed:\n");
    expect(text).to.include("    2026-03-17 10:00:00 UTC: disable-key AKIA0000000000000001 (signals)\n");
  });

  it("counts a would-be change of a subject once, and no decision that enforce would have left alone too", () => {
    const found = new WouldBeChanges();
    const would = { verdict: "done", reason: "signals" } as const;
    found.see(decision({ ifEnforced: { verdict: "notify", reason: "stale" } }));
    found.see(decision({ reason: "first", ifEnforced: would }));
    found.see(decision({ reason: "again", ifEnforced: would }));
    found.see(decision({ subject: "AKIA0000000000000002", ifEnforced: would }));
    found.see(decision({ verdict: "done", reason: "signals" }));
    expect(found.all.map(({ reason, subject }) => [reason, subject.slice(-1)])).to.deep.equal([
      ["first", "1"],
      ["signals", "2"],
    ]);
  });

  it("lets no control character of a caller through", () => {
    const userIdentity = { type: "IAMUser", userName: "\u001b[2J\nforged line" };
    const text = drawSummary(
      summary,
      { tally: tallyOf(alice("a", { userIdentity })), mostSevere: undefined, wouldBe: [] },
      plain,
    );
    expect(text).to.include("forged line");
    expect(text).to.satisfy((drawn: string) => !/\p{Cc}/u.test(drawn.replaceAll("\n", "")));
    expect(text).to.not.match(/^forged line/m);
  });
});
