import { expect } from "chai";

import { parseConfiguration } from "../../../core/configuration/parse";
import { formatProblems } from "../../../core/configuration/problem";

function read(selfWatch: unknown) {
  const result = parseConfiguration({ trail: { create: true }, selfWatch });
  return "problems" in result ? formatProblems(result.problems) : result.configuration.selfWatch;
}

describe("the alarms on Warden itself", () => {
  it("are each switched off by their own key", () => {
    expect(read({ throttles: false })).to.include({ errors: true, throttles: false, deliveries: true });
  });

  it("wait for records for whole hours, up to a day", () => {
    for (const [written, hours] of [
      ["1h", 1],
      ["9h", 9],
      ["24h", 24],
      ["1d", 24],
    ] as const) {
      expect(read({ silentAfter: written }), written).to.include({ silentAfterHours: hours });
    }
  });

  it("do not mind silence where that is off", () => {
    expect(read({ silentAfter: "off" })).to.not.have.property("silentAfterHours");
  });

  it("refuse minutes, more than a day, and what is no duration", () => {
    for (const written of ["90m", "0h", "25h", "2d", "", "h", "3", "never"]) {
      expect(read({ silentAfter: written }), written)
        .to.contain("selfWatch.silentAfter: found")
        .and.contain("allowed: off, or whole hours from 1h to 24h");
    }
  });
});
