import { expect } from "chai";
import * as fc from "fast-check";

import { cisAlarms } from "../../../core/cis-alarms";
import { compileParsedPattern } from "../../../core/filter-pattern/compile";
import { demandedTexts } from "../../../core/filter-pattern/demanded-texts";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";

const demanded = (pattern: string) => {
  const texts = demandedTexts(parseFilterPattern(pattern), "a");
  return texts === undefined ? undefined : [...texts].sort();
};

describe("the texts that a pattern demands of a field", () => {
  for (const [pattern, texts] of [
    ["{ $.a = x }", ["x"]],
    ["{ ($.a = x) || ($.a = y) }", ["x", "y"]],
    ["{ ($.b = z) && (($.a = x) || ($.a = y)) }", ["x", "y"]],
    ["{ ($.a = x) && ($.b != z) }", ["x"]],
    ["{ ($.a = x) || ($.b = z) }", undefined],
    ["{ $.a != x }", undefined],
    ["{ $.a = x* }", undefined],
    ["{ $.a = %x% }", undefined],
    ["{ $.a > 3 }", undefined],
    ["{ $.a.b = x }", undefined],
    ["{ $.a NOT EXISTS }", undefined],
    ["", undefined],
  ] as const) {
    it(`"${pattern}": ${texts?.join(", ") ?? "none"}`, () => expect(demanded(pattern)).to.deep.equal(texts));
  }

  it("are there for every CIS alarm that is on events", () => {
    const without = cisAlarms.filter(({ pattern }) => !demandedTexts(parseFilterPattern(pattern), "eventName"));
    expect(without.map(({ id }) => id)).to.deep.equal(["5.1", "5.3"]);
  });

  it("are never missing from what the pattern matches", () => {
    const plain = fc.constantFrom("$.a = x", "$.a = y", "$.a = 5");
    const other = fc.constantFrom("$.a != x", "$.b = z", "$.b NOT EXISTS", "$.a = x*");
    const term = fc.oneof({ arbitrary: plain, weight: 4 }, { arbitrary: other, weight: 1 });
    const joined = (operator: string) =>
      fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => `(${terms.join(operator)})`);
    const pattern = fc
      .array(fc.oneof(joined(" || "), joined(" && ")), { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom(" || ", " && ").map((operator) => `{ ${parts.join(operator)} }`));
    const record = fc.record(
      { a: fc.constantFrom("x", "y", "xy", 5, "5", null), b: fc.constantFrom("z", 1) },
      { requiredKeys: [] },
    );
    let matched = 0;
    fc.assert(
      fc.property(pattern, record, (text, value) => {
        const parsed = parseFilterPattern(text);
        const texts = demandedTexts(parsed, "a");
        if (texts === undefined || !compileParsedPattern(parsed)(value)) return;
        matched += 1;
        expect(texts.has(String(value.a)), text).to.equal(true);
      }),
      { numRuns: 2_000 },
    );
    expect(matched).to.be.above(20);
  });
});
