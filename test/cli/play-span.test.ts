import { expect } from "chai";
import * as fc from "fast-check";

import { playSpanOf } from "../../cli/play-span";
import { UsageError } from "../../cli/usage-error";

/** What is said to somebody who gives these options. */
function refusal(since: string | undefined, until: string | undefined): string {
  try {
    const span = playSpanOf(since, until);
    throw new Error(`it was taken as ${JSON.stringify(span)}`);
  } catch (error) {
    expect(error).to.be.instanceOf(UsageError);
    return (error as Error).message;
  }
}

describe("--since and --until", () => {
  it("limit nothing where they are not given", () => {
    expect(playSpanOf(undefined, undefined)).to.deep.equal({
      sinceMs: Number.NEGATIVE_INFINITY,
      untilMs: Number.POSITIVE_INFINITY,
    });
  });

  const taken = [
    ["2026-03-17", "2026-03-17T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2026-03-17T10:00Z", "2026-03-17T10:00:00.000Z"],
    ["2026-03-17T10:00:30Z", "2026-03-17T10:00:30.000Z"],
    ["2026-03-17T10:00:30.250Z", "2026-03-17T10:00:30.250Z"],
    ["2026-03-17T10:00:30+05:30", "2026-03-17T04:30:30.000Z"],
    ["2026-03-17T20:00:30-08:00", "2026-03-18T04:00:30.000Z"],
  ] as const;
  for (const [text, time] of taken) {
    it(`take ${text}`, () => {
      expect(playSpanOf(text, undefined).sinceMs).to.equal(Date.parse(time));
      expect(playSpanOf(undefined, text).untilMs).to.equal(Date.parse(time));
    });
  }

  const refused = [
    ["1", "an engine's year 2001"],
    ["", "nothing"],
    ["soon", "a word"],
    ["2026", "a year"],
    ["2026-03", "a month"],
    ["03/17/2026", "another country's date"],
    ["17 March 2026", "words"],
    ["2026-02-30", "a day that is not in the calendar"],
    ["2026-13-01", "a month that is not"],
    ["2026-03-17T10:00:00", "a time of no zone"],
    ["2026-03-17 10:00:00Z", "a space for the T"],
    ["2026-03-17T24:00:00Z", "an hour that is not"],
    ["2026-03-17T10Z", "an hour alone"],
    ["2026-03-17Z", "a date with a zone"],
    [" 2026-03-17", "a space before it"],
    ["1773741600000", "milliseconds"],
  ] as const;
  for (const [text, what] of refused) {
    it(`refuse ${JSON.stringify(text)}, ${what}: the option, what was found, and what was expected`, () => {
      for (const [option, said] of [
        ["--since", refusal(text, undefined)],
        ["--until", refusal(undefined, text)],
      ] as const) {
        expect(said).to.include(`${option} ${JSON.stringify(text)}`);
        expect(said).to.match(/expected a date, as 2026-03-17, or a date and time with its zone/);
      }
    });
  }

  it("refuse a span in which nothing can happen", () => {
    for (const [since, until] of [
      ["2026-03-18", "2026-03-17"],
      ["2026-03-17", "2026-03-17"],
      ["2026-03-17T10:00:00Z", "2026-03-17T12:00:00+02:00"],
    ] as const) {
      expect(refusal(since, until)).to.include(
        `--since ${JSON.stringify(since)} is not before --until ${JSON.stringify(until)}: nothing would be played`,
      );
    }
  });

  it("take any two times in their order", () => {
    const time = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (one, other) => {
        fc.pre(one.getTime() !== other.getTime());
        const [since = one, until = other] = one < other ? [one, other] : [other, one];
        expect(playSpanOf(since.toISOString(), until.toISOString())).to.deep.equal({
          sinceMs: since.getTime(),
          untilMs: until.getTime(),
        });
        expect(refusal(until.toISOString(), since.toISOString())).to.include("is not before");
      }),
    );
  });
});
