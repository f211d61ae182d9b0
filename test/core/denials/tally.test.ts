import { expect } from "chai";
import * as fc from "fast-check";

import type { Tally } from "../../../core/denials/tally";
import { counted, emptyTally, joined, topOf } from "../../../core/denials/tally";

const names = fc.array(fc.constantFrom("a", "b", "c", "d", "__proto__", "constructor", "toString", "ä".repeat(3)));
const tallyOf = (all: readonly string[], limit: number): Tally =>
  all.reduce((tally, name) => counted(tally, [name], limit), emptyTally);
const occurrences = (all: readonly string[], name: string) => all.filter((one) => one === name).length;

describe("a tally", () => {
  it("counts each name as often as it came, up to its limit of distinct names", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 8 }), (all, limit) => {
        const tally = tallyOf(all, limit);
        const kept = [...new Set(all)].slice(0, limit);
        expect(Object.keys(tally.counts).sort()).to.deep.equal([...kept].sort());
        for (const name of kept)
          expect(Object.getOwnPropertyDescriptor(tally.counts, name)?.value).to.equal(occurrences(all, name));
        expect(tally.distinct).to.equal(kept.length);
      }),
    );
  });

  it("of many names at once is that of one after the other", () => {
    fc.assert(
      fc.property(names, names, fc.nat(8), (some, others, limit) => {
        const before = tallyOf(some, limit);
        const oneByOne = others.reduce((tally, name) => counted(tally, [name], limit), before);
        expect(counted(before, others, limit)).to.deep.equal(oneByOne);
      }),
    );
  });

  it("is the same after it was kept as JSON", () => {
    fc.assert(
      fc.property(names, (all) => {
        const kept = JSON.parse(JSON.stringify(tallyOf(all, 5))) as Tally;
        expect(counted(kept, ["__proto__"], 9)).to.deep.equal(counted(tallyOf(all, 5), ["__proto__"], 9));
      }),
    );
  });

  it("of two is that of all names, whichever comes first", () => {
    fc.assert(
      fc.property(names, names, (some, others) => {
        const together = tallyOf([...some, ...others], 100);
        expect(joined(tallyOf(some, 100), tallyOf(others, 100), 100)).to.deep.equal(together);
        expect(joined(tallyOf(others, 100), tallyOf(some, 100), 100)).to.deep.equal(together);
      }),
    );
  });

  it("never grows beyond its limit by another one", () => {
    fc.assert(
      fc.property(names, names, fc.integer({ min: 0, max: 4 }), (some, others, limit) => {
        const { counts, distinct } = joined(tallyOf(some, limit), tallyOf(others, 100), limit);
        expect(distinct).to.equal(Object.keys(counts).length);
        expect(distinct).to.be.at.most(limit);
      }),
    );
  });

  it("passes over what has no name", () => {
    expect(counted(emptyTally, [undefined, undefined], 5)).to.deep.equal(emptyTally);
  });

  it("takes names that begin with the same 200 characters for one", () => {
    const tally = tallyOf(["x".repeat(200), "x".repeat(201), "x".repeat(5_000)], 5);
    expect(tally).to.deep.equal({ counts: { ["x".repeat(200)]: 3 }, distinct: 1 });
  });

  it("keeps at most 200 bytes of a name, as JSON, whatever characters it is of", () => {
    fc.assert(
      fc.property(fc.constantFrom("\u0000", "\ud800", "€", "😀", '"', "\\", "a"), fc.nat(400), (character, times) => {
        const [name = ""] = Object.keys(counted(emptyTally, [character.repeat(times)], 1).counts);
        expect(Buffer.byteLength(JSON.stringify(name))).to.be.at.most(202);
        expect(character.repeat(times).startsWith(name)).to.equal(true);
        if (character !== "\ud800") expect(name, "no pair is cut in two").to.not.match(/\p{Surrogate}/u);
      }),
    );
  });

  it("names the most frequent first, and equal ones in the order of their names", () => {
    fc.assert(
      fc.property(names, fc.nat(8), (all, most) => {
        const top = topOf(tallyOf(all, 100), most);
        const sorted = [...new Set(all)].sort(
          (one, other) => occurrences(all, other) - occurrences(all, one) || (one < other ? -1 : 1),
        );
        expect(top).to.deep.equal(sorted.slice(0, most).map((name) => ({ name, count: occurrences(all, name) })));
      }),
    );
  });
});
