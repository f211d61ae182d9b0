import { expect } from "chai";

import { compileLinePattern } from "../../../core/filter-pattern/line-pattern";

describe("a filter pattern for lines of text", () => {
  it("finds its expression anywhere in the line", () => {
    const matches = compileLinePattern("%part.:1,|other%");
    expect(matches('2026-03-17T10:00:00.000Z\tid\tINFO\t{"part":1,"parts":2}')).to.equal(true);
    expect(matches("some other line")).to.equal(true);
    expect(matches('{"part":11,"parts":12}')).to.equal(false);
  });

  it("finds the same in a line however often it is asked", () => {
    const matches = compileLinePattern("%one%");
    expect([matches("one"), matches("one"), matches("two"), matches("one")]).to.deep.equal([true, true, false, true]);
  });

  it("is refused with the column where CloudWatch Logs would refuse it", () => {
    expect(() => compileLinePattern("%a(b)%")).to.throw("column 3: expected a regular expression without parentheses");
    expect(() => compileLinePattern('%"a"%')).to.throw("column 2");
  });

  it("is one expression, and neither terms nor JSON", () => {
    for (const pattern of ["", "%%", "posted", '{ $.warden = "posted" }', "%open"]) {
      expect(() => compileLinePattern(pattern), pattern).to.throw("one regular expression between percent signs");
    }
  });
});
