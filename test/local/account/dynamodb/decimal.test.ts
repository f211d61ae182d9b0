import { expect } from "chai";
import * as fc from "fast-check";
import { addDecimals, formatDecimal, parseDecimal, sortableDecimal } from "../../../../local/account/dynamodb/decimal";

const thousandths = fc.integer({ min: -10_000_000, max: 10_000_000 });
const text = (count: number) => (count / 1000).toFixed(3);

describe("decimals", () => {
  it("add without loss", () => {
    fc.assert(
      fc.property(thousandths, thousandths, (left, right) => {
        const sum = addDecimals(parseDecimal(text(left)), parseDecimal(text(right)));
        expect(sum).to.deep.equal(parseDecimal(text(left + right)));
      }),
    );
  });

  it("sort as text in the order of their values", () => {
    fc.assert(
      fc.property(thousandths, thousandths, (left, right) => {
        const [first, second] = [left, right].map((count) => sortableDecimal(parseDecimal(text(count))));
        expect(String(first) < String(second)).to.equal(left < right);
        expect(first === second).to.equal(left === right);
      }),
    );
  });

  it("are read back from their own text", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 37n), 10n ** 37n), fc.integer({ min: -90, max: 85 }), (digits, exponent) => {
        const value = parseDecimal(`${digits}e${exponent}`);
        expect(parseDecimal(formatDecimal(value))).to.deep.equal(value);
      }),
    );
  });

  it("keep 38 digits", () => {
    const one = parseDecimal("1");
    expect(formatDecimal(addDecimals(parseDecimal("9".repeat(37)), one))).to.equal(`1${"0".repeat(37)}`);
    expect(() => addDecimals(parseDecimal("1e100"), one)).to.throw("38 significant digits");
  });

  for (const wrong of ["", ".", "-", "1e", "Infinity", "0x1", "1 ", "1e126", "1e-131", "9".repeat(500)]) {
    it(`refuse ${JSON.stringify(wrong.slice(0, 10))}`, () => {
      expect(() => parseDecimal(wrong)).to.throw();
    });
  }
});
