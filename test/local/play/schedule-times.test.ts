import { expect } from "chai";

import { scheduleTimes } from "../../../local/play/schedule-times";

const at = (text: string) => Date.parse(`2026-03-${text}Z`);

describe("the times of a schedule", () => {
  it("are multiples of its rate", () => {
    const { next, between } = scheduleTimes("rate(5 minutes)");
    expect(next(at("17T07:01:00"))).to.equal(at("17T07:05:00"));
    expect(next(at("17T07:05:00"))).to.equal(at("17T07:05:00"));
    expect(between(at("17T07:00:00"), at("17T07:20:00"))).to.equal(3);
  });

  it("are its minutes of every day", () => {
    const { next, between } = scheduleTimes("cron(17,52 7 * * ? *)");
    expect(next(at("17T06:00:00"))).to.equal(at("17T07:17:00"));
    expect(next(at("17T07:17:00"))).to.equal(at("17T07:17:00"));
    expect(next(at("17T07:17:01"))).to.equal(at("17T07:52:00"));
    expect(next(at("17T07:53:00"))).to.equal(at("18T07:17:00"));
    expect(between(at("17T07:17:00"), at("17T07:52:00"))).to.equal(0);
    expect(between(at("17T07:17:00"), at("18T07:17:00"))).to.equal(1);
    expect(between(at("17T07:17:00"), at("19T07:52:00"))).to.equal(4);
  });

  for (const expression of [
    "rate(0 minutes)",
    "cron(99 7 * * ? *)",
    "cron(0 7 1 * ? *)",
    "at(2026-03-17T00:00:00)",
    "",
  ]) {
    it(`refuse ${JSON.stringify(expression)}, which the local run does not know`, () => {
      expect(() => scheduleTimes(expression)).to.throw("does not know the schedule");
    });
  }
});
