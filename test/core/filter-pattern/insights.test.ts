import { expect } from "chai";

import { cisAlarms } from "../../../core/cis-alarms";
import { insightsCondition } from "../../../core/filter-pattern/insights";

describe("a filter pattern as a condition of Logs Insights", () => {
  for (const [pattern, condition] of [
    ["{ $.eventName = ConsoleLogin }", 'eventName = "ConsoleLogin"'],
    ['{ ($.a = "x") && ($.b.c != "Yes") }', 'a = "x" and b.c != "Yes"'],
    ["{ ($.a = x) || ($.a = y) || ($.b = z) }", 'a in ["x","y"] or b = "z"'],
    ["{ ($.s = x) && (($.a = x) || ($.a = y)) }", 's = "x" and a in ["x","y"]'],
    ["{ ($.s = x) && (($.a = x) || ($.b = y)) }", 's = "x" and (a = "x" or b = "y")'],
    ["{ ($.a = x) || ($.b = y) && ($.c != z) }", 'a = "x" or (b = "y" and c != "z")'],
    ["{ $.a NOT EXISTS }", "not ispresent(a)"],
    ['{ $.a = "*Denied/x*" }', String.raw`a like /^.*Denied\/x.*$/`],
    ['{ $.a != "x*" }', "a not like /^x.*$/"],
    [String.raw`{ $.a = "say \"x\"" }`, String.raw`a = "say \"x\""`],
  ] as const) {
    it(`${pattern} is ${condition}`, () => expect(insightsCondition(pattern)).to.equal(condition));
  }

  for (const pattern of ["", "{ $.a IS TRUE }", "{ $.a > 3 }", "{ $.a = 3 }", "{ $.a[0] = x }", "{ $.a = %x% }"]) {
    it(`"${pattern}" has none here`, () => expect(() => insightsCondition(pattern)).to.throw(/here|no condition/));
  }

  it("is there for every CIS alarm, and names every text of its pattern", () => {
    for (const { id, pattern } of cisAlarms) {
      const condition = insightsCondition(pattern);
      const texts = [...pattern.matchAll(/=\s*"?([A-Za-z][\w. -]*[\w])"?\)?/g)].map(([, text = ""]) => text);
      expect(texts, id).to.have.length.above(0);
      for (const text of texts) expect(condition, id).to.include(text);
    }
  });
});
