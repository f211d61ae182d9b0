import { expect } from "chai";
import * as fc from "fast-check";

import { compileFilterPattern } from "../../../../core/filter-pattern/compile";
import { parseFilterPattern } from "../../../../core/filter-pattern/parse";
import { mayContain, requiredTexts } from "../../../../local/play/inferred/required-texts";

const required = (pattern: string) => requiredTexts(parseFilterPattern(pattern));

describe("texts that a pattern demands", () => {
  it("are those of the equalities that all have to hold", () => {
    expect(required('{ $.a = "AKIAONE" && ($.b = "two2" && $.c = x.y:z) }')).to.deep.equal([
      "AKIAONE",
      "two2",
      "x.y:z",
    ]);
  });

  it("are none where something else would do, too", () => {
    for (const pattern of [
      "",
      '{ $.a = "AKIAONE" || $.b = "AKIATWO" }',
      '{ $.a != "AKIAONE" }',
      '{ $.a = "AKIA*" }',
      "{ $.a = 12345 }",
      "{ $.a NOT EXISTS }",
      '{ $.a = "with space" }',
      '{ $.a = "sla/sh" }',
    ]) {
      expect(required(pattern), pattern).to.deep.equal([]);
    }
  });

  it("never keep a record from matching, however its text is written", () => {
    const word = fc.stringMatching(/^[A-Z0-9]{4,6}$/);
    const escaped = (text: string) => text.replace(/[A-Z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
    let matched = 0;
    fc.assert(
      fc.property(word, word, fc.boolean(), fc.boolean(), (wanted, other, isWanted, isEscaped) => {
        const value = isWanted ? wanted : other;
        const json = `{"a":"${isEscaped ? escaped(value) : value}"}`;
        const pattern = `{ $.a = "${wanted}" }`;
        if (!compileFilterPattern(pattern)(JSON.parse(json))) return;
        matched += 1;
        expect(mayContain(json, required(pattern))).to.equal(true);
      }),
    );
    expect(matched).to.be.greaterThan(10);
  });
});
