import { expect } from "chai";
import * as fc from "fast-check";
import { described, parseEventTime } from "../../../local/input/event-time";

describe("parseEventTime", () => {
  it("reads every second of CloudTrail's form as Date does", () => {
    const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (second) => {
        const iso = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
        fc.pre(second > -59_000_000_000);
        expect(parseEventTime(iso)).to.equal(second * 1000);
      }),
    );
  });

  it("reads fractions, offsets, and takes a time without zone for UTC", () => {
    const expected = Date.UTC(2026, 2, 17, 10, 0, 5);
    expect(parseEventTime("2026-03-17T10:00:05.250Z")).to.equal(expected + 250);
    expect(parseEventTime("2026-03-17T12:00:05+02:00")).to.equal(expected);
    expect(parseEventTime("2026-03-17T10:00:05")).to.equal(expected);
    expect(parseEventTime("2026-03-17 10:00:05Z")).to.equal(expected);
  });

  for (const text of [
    "",
    "yesterday",
    "1",
    "2026-03-17",
    "2026-13-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-03-17T24:00:00Z",
    "2026-03-17T10:61:00Z",
    "2026-03-17T10:00:00Zx",
  ]) {
    it(`does not take ${JSON.stringify(text)} for a time`, () => {
      expect(parseEventTime(text)).to.equal(undefined);
    });
  }
});

describe("described", () => {
  it("names what stands where a text belongs", () => {
    expect([12, true, null, [1], { a: 1 }, "x"].map(described)).to.deep.equal([
      "12 (a number)",
      "true (a boolean)",
      "null",
      "an array",
      "an object",
      '"x"',
    ]);
  });

  it("cuts long text and lets no control character through", () => {
    expect(described("x".repeat(500))).to.have.lengthOf(61);
    expect(described("a\u001b[31m\u009bb")).to.match(/^[\x20-\x7e]+$/);
  });
});
