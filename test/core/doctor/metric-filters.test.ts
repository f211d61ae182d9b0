import { expect } from "chai";

import { metricFilterLines } from "../../../core/doctor/metric-filters";
import { cisAlarm, securityHubUnauthorizedPattern } from "../../../core/cis-alarms";
import { levelsOf, logGroup, onlyLine, refused } from "./facts";

const declared = [
  { name: "denied-calls", pattern: securityHubUnauthorizedPattern },
  { name: "cis-5.6", pattern: cisAlarm("5.6").pattern },
];
const linesFor = (...filters: readonly { name: string; pattern: string }[]) =>
  metricFilterLines(logGroup({ metricFilters: { value: filters } }), declared);

describe("doctor on metric filters", () => {
  it("counts those that are there, and those to be made", () => {
    expect(onlyLine(linesFor({ name: "errors", pattern: "ERROR" }), "notes")).to.match(/1 of 100 taken, 2 to be made/);
  });

  it("says which have the text of the stack's own, whatever their white space", () => {
    const spaced = securityHubUnauthorizedPattern.replaceAll("=", " = ");
    const said = onlyLine(linesFor({ name: "hub", pattern: spaced }), "costs");
    expect(said).to.match(/hub \(as denied-calls\).*counted, paid and mailed twice/);
  });

  it("does not take the stack's own filters for others", () => {
    const lines = linesFor({ name: "denied-calls-0a1b2c3", pattern: securityHubUnauthorizedPattern });
    expect(levelsOf(lines)).to.deep.equal(["notes"]);
  });

  it("fails where there is no room for them", () => {
    const filters = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `f${index}`, pattern: "x" }));
    expect(levelsOf(linesFor(...filters(98)))).to.deep.equal(["notes"]);
    expect(onlyLine(linesFor(...filters(99)), "fails")).to.match(/99 of 100 taken, 2 to be made.*LimitExceeded/);
  });

  it("says what seeing them takes", () => {
    const lines = metricFilterLines(logGroup({ metricFilters: refused("logs:DescribeMetricFilters") }), declared);
    expect(onlyLine(lines, "unseen")).to.include("logs:DescribeMetricFilters");
  });
});
