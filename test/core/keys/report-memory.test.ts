import { expect } from "chai";

import type { ReportMemory } from "../../../core/keys/report-memory";
import { isNews, withReport } from "../../../core/keys/report-memory";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const last: ReportMemory = { reportedAtMs: nowMs, countries: ["SG"], addresses: ["203.0.113.7"] };

describe("what is news of a key", () => {
  it("is the first thing that speaks against it, and the same again after an hour", () => {
    expect(isNews(undefined, last, nowMs)).to.equal(true);
    expect(isNews(last, last, nowMs + 3_599_999)).to.equal(false);
    expect(isNews(last, last, nowMs + 3_600_000)).to.equal(true);
  });

  it("is another country or another address within the hour", () => {
    expect(isNews(last, { countries: ["BR"], addresses: last.addresses }, nowMs + 1)).to.equal(true);
    expect(isNews(last, { countries: last.countries, addresses: ["203.0.113.8"] }, nowMs + 1)).to.equal(true);
    const both = withReport(last, { countries: ["BR"], addresses: ["203.0.113.8"] }, nowMs + 1);
    expect(isNews(both, { countries: ["SG", "BR"], addresses: ["203.0.113.7", "203.0.113.8"] }, nowMs + 2)).to.equal(
      false,
    );
  });

  it("ends with the twentieth address of an hour, and not with a country", () => {
    let memory: ReportMemory | undefined;
    let reports = 0;
    for (let host = 0; host < 250; host += 1) {
      const seen = { countries: ["SG"], addresses: [`203.0.113.${host}`] };
      if (!isNews(memory, seen, nowMs + host)) continue;
      memory = withReport(memory, seen, nowMs + host);
      reports += 1;
    }
    expect(reports).to.equal(20);
    expect(isNews(memory, { countries: ["BR"], addresses: ["198.51.100.1"] }, nowMs + 300)).to.equal(true);
  });

  it("forgets what was reported an hour before", () => {
    expect(withReport(last, { countries: ["BR"], addresses: [] }, nowMs + 3_600_000).countries).to.deep.equal(["BR"]);
  });
});
