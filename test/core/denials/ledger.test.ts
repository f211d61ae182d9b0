import { expect } from "chai";
import * as fc from "fast-check";

import type { GatheringRules, NotedDenial } from "../../../core/denials/ledger";
import {
  enumerationCauses,
  gatherForPrincipal,
  gatherIntoOne,
  noteAccounts,
  spreadAccounts,
} from "../../../core/denials/ledger";
import { idMaker } from "../../support/denied-calls";
import { denialFrom } from "../sample-record";
import { GatheredStory } from "./gathered-story";

const minuteMs = 60_000;
const rules: GatheringRules = {
  windowMs: 15 * minuteMs,
  holdMs: minuteMs,
  gatheredDueMs: ({ closesAtMs }) => closesAtMs,
};
/** As for a channel whose messages can be updated. */
const soon: GatheringRules = { ...rules, gatheredDueMs: (_, nowMs) => nowMs + minuteMs };

const nextId = idMaker();
const noted = (eventName: string, changes = {}): NotedDenial => ({
  denial: denialFrom({ eventID: nextId(), eventName, ...changes }),
});
const some = (count: number, eventName: string) => Array.from({ length: count }, () => noted(eventName));
const tampering = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };

const ofPrincipal = (by: GatheringRules) =>
  new GatheredStory((ledger, denials, nowMs) => gatherForPrincipal(ledger, denials, nowMs, by));
const intoOne = (by: GatheringRules) =>
  new GatheredStory((ledger, denials, nowMs) => gatherIntoOne(ledger, "spread", denials, nowMs, by));

interface Step {
  readonly afterMs: number;
  /** Actions of a delivery; none is a tick. */
  readonly actions: readonly string[];
}

const steps = fc.array(
  fc.record<Step>({
    afterMs: fc.oneof(fc.nat(2 * minuteMs), fc.nat(20 * minuteMs)),
    actions: fc.array(fc.constantFrom("GetItem", "PutItem", "DeleteTable", "StopLogging"), { maxLength: 5 }),
  }),
);

/** Plays the steps, and after each looks at what must always hold. Returns when the story ends. */
function play(story: GatheredStory, all: readonly Step[], afterEach: () => void): number {
  let nowMs = 0;
  for (const { afterMs, actions } of all) {
    nowMs += afterMs;
    if (actions.length === 0) story.tick(nowMs);
    else
      story.deliver(
        actions.map((action) => (action === "StopLogging" ? noted(action, tampering) : noted(action))),
        nowMs,
      );
    afterEach();
  }
  return nowMs;
}

describe("a ledger", () => {
  for (const [what, make] of Object.entries({
    "of a principal": () => ofPrincipal(rules),
    "of a principal, whose messages can be updated": () => ofPrincipal(soon),
    "of one group": () => intoOne(rules),
  })) {
    it(`${what} loses no event and tells none twice: told and pending are what was received, in whatever order it comes`, () => {
      fc.assert(
        fc.property(steps, (all) => {
          const story = make();
          const endMs = play(story, all, () => {
            expect([...story.toldIds, ...story.pendingIds].sort()).to.deep.equal([...story.received].sort());
            expect(story.pendingCount).to.equal(story.pendingIds.length);
          });
          for (let minutes = 1; minutes <= 32; minutes += 1) story.tick(endMs + minutes * minuteMs);
          expect([...story.toldIds].sort(), "two windows later all is told").to.deep.equal([...story.received].sort());
          expect(story.ledger.groups, "and every window is closed").to.deep.equal([]);
        }),
      );
    });
  }

  it("of a principal holds two causes that are no enumeration at most, beside what is critical", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const story = ofPrincipal(rules);
        play(story, all, () => {
          expect(story.ledger.groups.length).to.be.below(enumerationCauses);
          const enumerations = story.ledger.groups.filter(({ kind }) => kind === "enumeration");
          if (enumerations.length > 0) expect(story.ledger.groups).to.have.length(1);
        });
      }),
    );
  });

  it("tells of the first of a storm at once and of the others when the window is over", () => {
    const story = ofPrincipal(rules);
    for (let part = 0; part < 10; part += 1) {
      story.deliver(some(200, "GetItem"), part * 6_000);
      story.tick(part * 6_000);
    }
    for (let minutes = 1; minutes <= 16; minutes += 1) story.tick(minutes * minuteMs);
    expect(story.told.map(({ atMs, eventIds }) => [atMs, eventIds.length])).to.deep.equal([
      [0, 200],
      [15 * minuteMs, 1_800],
    ]);
  });

  it("lets a second cause wait a minute for a third", () => {
    const story = ofPrincipal(rules);
    story.deliver([noted("GetItem")], 0);
    story.deliver([noted("PutItem")], 1_000);
    story.tick(minuteMs);
    expect(story.told.map(({ atMs, kind }) => [atMs, kind])).to.deep.equal([[0, "cause"]]);
    story.tick(minuteMs + 1_000);
    expect(story.told).to.have.length(2);
  });

  it("folds a third cause and what waited into one enumeration of high severity, told at once", () => {
    const story = ofPrincipal(rules);
    story.deliver(some(2, "GetItem"), 0);
    story.deliver(some(3, "PutItem"), 1_000);
    story.deliver(some(4, "Query"), 2_000);
    expect(story.told.map(({ kind, eventIds }) => [kind, eventIds.length])).to.deep.equal([
      ["cause", 2],
      ["enumeration", 7],
    ]);
    const [group] = story.ledger.groups;
    expect(group).to.deep.include({ count: 9, pendingCount: 0 });
    expect(group?.severity.level).to.equal("high");
    expect(group?.actions.distinct).to.equal(3);
  });

  it("begins anew when the window is over: a third cause then is a first one", () => {
    const story = ofPrincipal(rules);
    for (const [position, action] of ["GetItem", "PutItem", "Query"].entries()) {
      story.deliver([noted(action)], position * 16 * minuteMs);
      story.tick(position * 16 * minuteMs + 2 * minuteMs);
    }
    expect(story.told.map(({ kind }) => kind)).to.deep.equal(["cause", "cause", "cause"]);
  });

  it("tells of tampering at once, though another cause was told of a moment ago or an enumeration is open", () => {
    for (const before of [["GetItem"], ["GetItem", "PutItem", "Query"]]) {
      const story = ofPrincipal(rules);
      story.deliver(
        before.map((action) => noted(action)),
        0,
      );
      const tampered = noted("StopLogging", tampering);
      story.deliver([tampered], 1_000);
      expect(story.told.at(-1)).to.deep.include({ atMs: 1_000, eventIds: [tampered.denial.eventId] });
      expect(story.told).to.have.length(2);
    }
  });

  it("brings what was gathered into an earlier message soon, where that can be updated", () => {
    const story = ofPrincipal(soon);
    story.deliver(some(1, "GetItem"), 0);
    story.deliver(some(5, "GetItem"), 1_000);
    story.deliver(some(5, "GetItem"), 30_000);
    story.tick(1_000 + minuteMs);
    expect(story.told.map(({ eventIds }) => eventIds.length)).to.deep.equal([1, 10]);
  });

  it("of nothing stays as it is", () => {
    for (const story of [ofPrincipal(rules), intoOne(rules)]) {
      story.deliver([], 0);
      expect(story.ledger.groups).to.deep.equal([]);
    }
  });
});

describe("accounts that are denied the same", () => {
  const empty = { key: "SPREAD#a", version: 0, groups: [] };
  const accounts = fc.array(fc.constantFrom("1", "2", "3", "4", "5", "6", "7"), { minLength: 1, maxLength: 3 });

  it(`are one incident from the time when ${spreadAccounts} were seen within a window, however they come`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(10 * minuteMs), accounts)), (deliveries) => {
        let ledger = empty as Parameters<typeof noteAccounts>[0];
        const lastSeenAtMs = new Map<string, number>();
        let nowMs = 0;
        for (const [afterMs, seen] of deliveries) {
          nowMs += afterMs;
          for (const account of seen) lastSeenAtMs.set(account, nowMs);
          const recent = [...lastSeenAtMs.values()].filter((atMs) => atMs + rules.windowMs > nowMs);
          const noted = noteAccounts(ledger, seen, nowMs, rules.windowMs);
          expect(noted.spread).to.equal(recent.length >= spreadAccounts);
          ledger = noted.ledger;
        }
      }),
    );
  });

  it("stay one incident while its window is open", () => {
    const { ledger } = gatherIntoOne(empty, "spread", [noted("GetItem")], 0, rules);
    expect(noteAccounts(ledger, ["1"], rules.windowMs - 1, rules.windowMs).spread).to.equal(true);
    const told = { ...ledger, groups: ledger.groups.map((group) => ({ ...group, pendingCount: 0 })) };
    expect(noteAccounts(told, ["1"], rules.windowMs, rules.windowMs).spread).to.equal(false);
  });
});
