import { expect } from "chai";
import * as fc from "fast-check";

import type { Signal } from "../../../core/actions/action";
import { signalKinds } from "../../../core/actions/action";
import { signalWindowMs, standing, weightOf, weightOfAll } from "../../../core/actions/signals";

const nowMs = Date.parse("2026-01-31T10:00:00Z");

function signal(kind: Signal["kind"], ageMs: number, text = "seen"): Signal {
  return { kind, atMs: nowMs - ageMs, text };
}

const anySignal = fc.record({
  kind: fc.constantFrom(...signalKinds),
  atMs: fc.nat(2 * signalWindowMs).map((ageMs) => nowMs - ageMs),
  text: fc.string({ maxLength: 5 }),
});

describe("signals against a key", () => {
  it("count one each, and a leak that AWS announces two", () => {
    expect(signalKinds.map((kind) => [kind, weightOf(kind)])).to.deep.equal([
      ["country", 1],
      ["profile", 1],
      ["denial-burst", 1],
      ["guardduty", 1],
      ["siem", 1],
      ["exposed", 2],
    ]);
    expect(weightOfAll([signal("exposed", 0)], nowMs)).to.equal(2);
    expect(weightOfAll([signal("country", 0), signal("denial-burst", 0)], nowMs)).to.equal(2);
  });

  it("of one kind are one, however many there are", () => {
    const many = Array.from({ length: 50 }, (_, index) => signal("country", index * 1000, `call ${index}`));
    expect(weightOfAll(many, nowMs)).to.equal(1);
    expect(standing(many, nowMs).map(({ text }) => text)).to.deep.equal(["call 0"]);
  });

  it("stand for six hours, then no longer", () => {
    expect(weightOfAll([signal("siem", 6 * 3_600_000)], nowMs)).to.equal(1);
    expect(weightOfAll([signal("siem", 6 * 3_600_000 + 1)], nowMs)).to.equal(0);
  });

  it("never weigh more than one of each kind, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 30 }), (signals) => {
        const kept = standing(signals, nowMs);
        expect(new Set(kept.map(({ kind }) => kind)).size).to.equal(kept.length);
        expect(weightOfAll(signals, nowMs)).to.equal(kept.reduce((sum, { kind }) => sum + weightOf(kind), 0));
        for (const one of kept) {
          expect(nowMs - one.atMs).to.be.at.most(signalWindowMs);
          const later = signals.filter(({ kind, atMs }) => kind === one.kind && atMs > one.atMs);
          expect(later).to.deep.equal([]);
        }
      }),
    );
  });

  it("are told in the order in which they were seen", () => {
    const kept = standing([signal("siem", 10), signal("exposed", 3000), signal("country", 200)], nowMs);
    expect(kept.map(({ kind }) => kind)).to.deep.equal(["exposed", "country", "siem"]);
  });
});
