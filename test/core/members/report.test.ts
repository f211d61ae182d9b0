import { expect } from "chai";

import type { MemberReport } from "../../../core/members/report";
import { isWhole, reportLines } from "../../../core/members/report";

const region = { region: "eu-west-1", missing: [], disabled: [] };
const whole: MemberReport = { account: "222233334444", read: undefined, act: undefined, regions: [region] };

describe("the report on members", () => {
  it("is whole where both roles can be assumed and every region has its rules", () => {
    expect(isWhole(whole)).to.equal(true);
    for (const fault of [
      { read: "denied" },
      { act: "denied" },
      { regions: [{ ...region, missing: ["rule"] }] },
      { regions: [region, { ...region, disabled: ["rule"] }] },
      { regions: [{ ...region, unseen: "denied" }] },
    ])
      expect(isWhole({ ...whole, ...fault }), JSON.stringify(fault)).to.equal(false);
  });

  it("is a line for the account and one for each region", () => {
    const lastEventAt = "2026-10-01T12:00:00.000Z";
    const regions = [
      { ...region, lastEventAt },
      { ...region, region: "ap-southeast-2", missing: ["act-opened-groups"], disabled: ["act-exposed-keys"] },
    ];
    expect(reportLines([{ ...whole, act: "AccessDenied", regions }])).to.deep.equal([
      "222233334444  read role assumable, act role not assumable (AccessDenied)",
      `  eu-west-1       rules present; last event ${lastEventAt}`,
      "  ap-southeast-2  missing act-opened-groups, switched off act-exposed-keys; no event seen",
    ]);
  });

  it("steers no terminal, whatever AWS's words hold", () => {
    const [line] = reportLines([{ ...whole, read: "\u001b[2J\u202e" }]);
    expect(line).to.include("not assumable (?[2J?)");
  });
});
