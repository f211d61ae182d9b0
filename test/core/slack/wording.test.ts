import { expect } from "chai";
import { counted, durationText, listText, numberText, times, utcText } from "../../../core/slack/wording";

describe("numbers and times in words", () => {
  it("separates thousands", () => {
    expect([0, 999, 1000, 1234567].map(numberText)).to.deep.equal(["0", "999", "1,000", "1,234,567"]);
  });

  it("does not print what is no number", () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(numberText)).to.deep.equal(["?", "?"]);
  });

  it("counts in singular and plural", () => {
    expect([counted(1, "address", "addresses"), counted(2, "address", "addresses"), counted(0, "call")]).to.deep.equal([
      "1 address",
      "2 addresses",
      "0 calls",
    ]);
    expect([times(1), times(10_000)]).to.deep.equal(["once", "10,000 times"]);
  });

  it("tells a duration in the unit that a reader would choose", () => {
    const after = (seconds: number) =>
      durationText("2026-01-31T10:00:00Z", new Date(Date.UTC(2026, 0, 31, 10) + seconds * 1000).toISOString());
    expect([0, 90, 340, 7199, 7200, 172_800].map(after)).to.deep.equal([
      "1 second",
      "90 seconds",
      "6 minutes",
      "120 minutes",
      "2 hours",
      "2 days",
    ]);
  });

  it("says so where a time is none", () => {
    expect(utcText("yesterday")).to.equal("time unknown");
    expect(durationText("", "2026-01-31T10:00:00Z")).to.equal("an unknown time");
    expect(utcText("2026-01-31T10:00:00+02:00")).to.equal("2026-01-31 08:00:00 UTC");
  });

  it("counts what a list does not show", () => {
    expect(listText(["a", "b"], 3, 2)).to.equal("a, b");
    expect(listText(["a", "b", "c"], 2, 7)).to.equal("a, b and 5 more");
  });
});
