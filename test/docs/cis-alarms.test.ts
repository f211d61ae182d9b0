import { expect } from "chai";

import { cisAlarms } from "../../core/cis-alarms";
import { pageWithAlarms, runbookPlace } from "../../core/cis-alarms/page";
import { parseConfiguration } from "../../core/configuration/parse";
import { anchorsOf, codeBlocksOf, tableUnder, textOf } from "./pages";

const page = "docs/cis-alarms.md";

describe(page, () => {
  it("is made of the table of alarms: number, title, severity, reason, text, runbook and technique", () => {
    expect(pageWithAlarms(textOf(page))).to.equal(textOf(page));
    expect(tableUnder(page, "The alarms").map(([number]) => number)).to.deep.equal(cisAlarms.map(({ id }) => id));
  });

  it("prints the texts byte for byte, bars and all", () => {
    expect(codeBlocksOf(page, "text")).to.deep.equal(cisAlarms.map(({ pattern }) => pattern));
  });

  it("has a heading where an alarm's description says that its runbook is", () => {
    for (const { id } of cisAlarms) {
      const [file, anchor] = runbookPlace(id).split("#");
      expect(file).to.equal(page);
      expect(anchorsOf(page), id).to.include(anchor);
    }
  });

  it("is refused where the marks of the part are missing", () => {
    expect(() => pageWithAlarms("nothing")).to.throw("has no <!-- alarms: begin -->");
  });

  it("names the thresholds that alarms have", () => {
    const parsed = parseConfiguration({ trail: { create: true } });
    if ("problems" in parsed) throw new Error("the least configuration is refused");
    for (const alarm of Object.values(parsed.configuration.benchmarkAlarms)) {
      expect(alarm).to.deep.equal({ threshold: 1, periodSeconds: 300 });
    }
    expect(textOf(page).replaceAll(/\s+/g, " ")).to.include("sum over 300 seconds, at least 1");
  });
});
