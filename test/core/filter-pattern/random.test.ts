import { expect } from "chai";
import * as fc from "fast-check";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { maxPatternLength, parseFilterPattern } from "../../../core/filter-pattern/parse";
import { printFilterPattern } from "../../../core/filter-pattern/print";
import { evaluate } from "./naive-evaluation";
import { records, trees } from "./random-pattern";
import { write } from "./random-writing";

const numRuns = 1500;
const choices = fc.infiniteStream(fc.nat(1_000_000));

function writtenPattern(tree: Parameters<typeof write>[0], stream: Iterator<number>): string {
  return write(tree, (count) => (stream.next().value as number) % count);
}

describe("filter patterns made at random", () => {
  it("match the records that a slow evaluation of their tree says they match", () => {
    let matched = 0;
    let missed = 0;
    fc.assert(
      fc.property(trees, choices, fc.array(records, { minLength: 4, maxLength: 8 }), (tree, stream, sample) => {
        const text = writtenPattern(tree, stream);
        fc.pre(text.length <= maxPatternLength);
        const matches = compileFilterPattern(text);
        for (const record of sample) {
          const expected = evaluate(tree, record);
          expect(matches(record), `${text} on ${JSON.stringify(record)}`).to.equal(expected);
          if (expected) matched += 1;
          else missed += 1;
        }
      }),
      { numRuns },
    );
    expect(matched + missed).to.be.greaterThan(numRuns * 3);
    expect(matched / (matched + missed), "share of matches").to.be.within(0.2, 0.8);
  });

  it("let each wildcard stand for any characters, none of them used twice", () => {
    const patterns = fc.stringMatching(/^[ab*]{1,7}$/);
    const texts = fc.array(fc.stringMatching(/^[ab]{0,7}$/), { minLength: 5, maxLength: 5 });
    let matched = 0;
    fc.assert(
      fc.property(patterns, texts, (pattern, sample) => {
        const matches = compileFilterPattern(`{ $.text = "${pattern}" }`);
        for (const text of sample) {
          const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
          expect(matches({ text }), `${pattern} on ${text}`).to.equal(expected);
          if (expected) matched += 1;
        }
      }),
      { numRuns },
    );
    expect(matched / (5 * numRuns), "share of matches").to.be.within(0.05, 0.8);
  });

  it("are printed in a canonical form that is a fixed point and means the same", () => {
    fc.assert(
      fc.property(trees, choices, choices, (tree, one, other) => {
        const texts = [writtenPattern(tree, one), writtenPattern(tree, other)];
        fc.pre(texts.every((text) => text.length <= maxPatternLength));
        const [parsed, parsedAgain] = texts.map(parseFilterPattern);
        expect(parsedAgain).to.deep.equal(parsed);
        if (parsed === undefined) return;
        expect(parseFilterPattern(printFilterPattern(parsed))).to.deep.equal(parsed);
        expect(JSON.parse(JSON.stringify(parsed))).to.deep.equal(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it("with one character lost or changed are refused with a column, or are another pattern", () => {
    let refused = 0;
    const damage = fc.record({ at: fc.nat(), by: fc.constantFrom("", '"', "(", "$", "%", "\u202e", "*", "]") });
    fc.assert(
      fc.property(trees, choices, damage, (tree, stream, { at, by }) => {
        const text = writtenPattern(tree, stream);
        const place = at % text.length;
        const damaged = text.slice(0, place) + by + text.slice(place + 1);
        fc.pre(damaged.length <= maxPatternLength);
        try {
          parseFilterPattern(damaged);
        } catch (error) {
          const { message } = error as Error;
          const [, column] = /^filter pattern, column (\d+): found .+, expected .+$/.exec(message) ?? [];
          expect(Number(column), message).to.be.within(1, damaged.length + 1);
          expect(message).to.not.match(/undefined|NaN|\[object/);
          refused += 1;
        }
      }),
      { numRuns },
    );
    expect(refused).to.be.greaterThan(numRuns / 4);
  });
});
