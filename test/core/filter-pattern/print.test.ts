import { expect } from "chai";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import { printFilterPattern } from "../../../core/filter-pattern/print";

describe("printFilterPattern", () => {
  const table: [string, string][] = [
    ["  ", ""],
    ["{$.a=x}", '{ $.a = "x" }'],
    ["{(($.a=1)||(($.b!=2)&&($.c<3)))}", "{ $.a = 1 || $.b != 2 && $.c < 3 }"],
    ["{($.a=1||$.b=2)&&($.c=3&&$.d=4)}", "{ ($.a = 1 || $.b = 2) && $.c = 3 && $.d = 4 }"],
    ["{$.['a'][0].*.['b.c'] NOT\nEXISTS}", "{ $.a[0].*.['b.c'] NOT EXISTS }"],
    ["{$.l[*] IS TRUE&&$.x=%a b%}", "{ $.l[*] IS TRUE && $.x = %a b% }"],
    [String.raw`{$.a="\"\\\d"}`, String.raw`{ $.a = "\"\\\\d" }`],
  ];
  for (const [text, canonical] of table) {
    it(`prints ${JSON.stringify(text)} as ${canonical || "the empty pattern"}`, () => {
      expect(printFilterPattern(parseFilterPattern(text))).to.equal(canonical);
    });
  }

  it("refuses a field name that the grammar cannot write", () => {
    const naming = (name: string) => () =>
      printFilterPattern({ kind: "notExists", selector: [{ kind: "member", name }] });
    expect(naming("it's")).to.throw(`"it's"`);
    expect(naming("")).to.throw('""');
  });
});
