import { expect } from "chai";
import * as fc from "fast-check";

import type { DecisionInput } from "../../../core/actions/decide";
import { decide, decideIfEnforced } from "../../../core/actions/decide";

const nowMs = Date.parse("2026-01-31T10:00:00Z");
const minuteMs = 60_000;
const approval = { by: "arn:aws:iam::111122223333:user/alice", atMs: nowMs };

/** Everything says yes. */
const yes: DecisionInput = {
  action: "disable-key",
  nowMs,
  seenAtMs: nowMs - 5 * minuteMs,
  mode: "enforce",
  limits: { maxEventAgeMs: 30 * minuteMs, perAccountPerHour: 5, perHour: 20 },
  pause: "running",
  signals: { weight: 2, needed: 2 },
  room: "room",
};

/** One "no" each, in the order in which they are looked at, with what it leads to and whether an approval overrides it. */
const noes: readonly {
  readonly name: string;
  readonly change: Partial<DecisionInput>;
  readonly verdict: string;
  readonly reason: string;
  readonly approvable?: true;
}[] = [
  { name: "a refusal", change: { refusal: "protected" }, verdict: "refused", reason: "protected" },
  { name: "nothing to do", change: { nothingToDo: "gone" }, verdict: "skip", reason: "gone" },
  { name: "a doubt", change: { doubt: "look-up-failed" }, verdict: "notify", reason: "look-up-failed" },
  { name: "a pause", change: { pause: "paused" }, verdict: "notify", reason: "paused" },
  {
    name: "an old event",
    change: { seenAtMs: nowMs - 31 * minuteMs },
    verdict: "notify",
    reason: "stale",
    approvable: true,
  },
  { name: "mode notify", change: { mode: "notify" }, verdict: "notify", reason: "mode-notify" },
  {
    name: "too few signals",
    change: { signals: { weight: 1, needed: 2 } },
    verdict: "notify",
    reason: "single-signal",
    approvable: true,
  },
  {
    name: "a good use lately",
    change: { askAtMost: "recently-good-use" },
    verdict: "ask",
    reason: "recently-good-use",
    approvable: true,
  },
  { name: "mode approve", change: { mode: "approve" }, verdict: "ask", reason: "mode-approve", approvable: true },
  { name: "no room under the caps", change: { room: "cap-of-all" }, verdict: "notify", reason: "cap-of-all" },
];

describe("decision of an action", () => {
  it("acts where every check says yes", () => {
    expect(decide(yes)).to.deep.equal({ verdict: "act", reason: "signals" });
    expect(decide({ ...yes, signals: undefined })).to.deep.equal({ verdict: "act", reason: "seen" });
    expect(decide({ ...yes, approval })).to.deep.equal({ verdict: "act", reason: "approved" });
  });

  for (const { name, change, verdict, reason, approvable } of noes) {
    it(`comes to ${verdict}, ${reason}, by ${name} alone`, () => {
      expect(decide({ ...yes, ...change })).to.deep.equal({ verdict, reason });
    });

    it(`${approvable ? "acts" : "does not act"} by approval in spite of ${name}`, () => {
      const expected = approvable ? { verdict: "act", reason: "approved" } : { verdict, reason };
      expect(decide({ ...yes, ...change, approval })).to.deep.equal(expected);
    });
  }

  it("is settled by the first check that says anything but yes", () => {
    for (const [index, first] of noes.entries()) {
      for (const second of noes.slice(index + 1)) {
        const both = { ...yes, ...second.change, ...first.change };
        // Modes exclude each other, and signals count in enforce only.
        if (first.change.mode !== undefined && second.change.mode !== undefined) continue;
        if (first.reason === "single-signal" && second.change.mode === "approve") continue;
        expect(decide(both), `${first.name} before ${second.name}`).to.deep.equal({
          verdict: first.verdict,
          reason: first.reason,
        });
      }
    }
  });

  it("never acts once a single yes is taken away, whatever else holds", () => {
    const anyNo = fc.constantFrom(...noes);
    const anyOthers = fc.subarray([...noes]);
    fc.assert(
      fc.property(anyNo, anyOthers, fc.boolean(), (no, others, approved) => {
        const input = { ...yes, ...Object.assign({}, ...others.map(({ change }) => change)), ...no.change };
        const overridden = approved && [no, ...others].every(({ approvable }) => approvable === true);
        const decision = decide({ ...input, approval: approved ? approval : undefined });
        // A later change of the same field may have replaced the others', never the chosen one.
        if (!overridden && no.approvable !== true) expect(decision.verdict).to.not.equal("act");
        if (!approved) expect(decision.verdict).to.not.equal("act");
      }),
    );
  });

  for (const [name, seenAtMs] of [
    ["without a time", undefined],
    ["with no number for a time", Number.NaN],
    ["from more than five minutes ahead", nowMs + 6 * minuteMs],
    ["a millisecond too old", nowMs - 30 * minuteMs - 1],
  ] as const) {
    it(`takes an event ${name} for stale`, () => {
      expect(decide({ ...yes, seenAtMs })).to.deep.equal({ verdict: "notify", reason: "stale" });
    });
  }

  it("acts on an event of exactly the greatest age, and on one of a clock that is a little ahead", () => {
    expect(decide({ ...yes, seenAtMs: nowMs - 30 * minuteMs }).verdict).to.equal("act");
    expect(decide({ ...yes, seenAtMs: nowMs + 5 * minuteMs }).verdict).to.equal("act");
  });

  it("counts a pause that can't be read as a pause", () => {
    expect(decide({ ...yes, pause: "unreadable" })).to.deep.equal({ verdict: "notify", reason: "pause-unreadable" });
  });

  it("asks in mode approve whatever the signals are: a person weighs them", () => {
    const asked = decide({ ...yes, mode: "approve", signals: { weight: 1, needed: 2 } });
    expect(asked).to.deep.equal({ verdict: "ask", reason: "mode-approve" });
  });

  for (const room of ["cap-of-account", "cap-of-all", "cap-unreadable"] as const) {
    it(`is not moved beyond ${room} by an approval`, () => {
      expect(decide({ ...yes, room, approval })).to.deep.equal({ verdict: "notify", reason: room });
    });
  }

  it("tells of a stack that only tells what enforce would have come to", () => {
    const notify = { ...yes, mode: "notify" } as const;
    expect(decideIfEnforced(notify)).to.deep.equal({ verdict: "act", reason: "signals" });
    expect(decideIfEnforced({ ...notify, signals: { weight: 1, needed: 2 } }).reason).to.equal("single-signal");
    expect(decideIfEnforced({ ...notify, refusal: "root" }).verdict).to.equal("refused");
  });
});
