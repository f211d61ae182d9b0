import { expect } from "chai";

import { parseConfiguration } from "../../../core/configuration/parse";

const reading = (guardDuty: object) => parseConfiguration({ trail: { create: true }, guardDuty });

function problemsIn(guardDuty: object): string[] {
  const read = reading(guardDuty);
  return "problems" in read ? read.problems.map(({ path, found }) => `${path}: ${found}`) : [];
}

/** So many different public addresses. */
const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.7`);

describe("lists for GuardDuty in the configuration", () => {
  it("have at most as many entries as GuardDuty takes", () => {
    expect(problemsIn({ threatList: addresses(250_000), trustedList: addresses(2000) })).to.deep.equal([]);
    expect(problemsIn({ threatList: addresses(250_001), trustedList: addresses(2001) })).to.deep.equal([
      "guardDuty.threatList: a list of 250001",
      "guardDuty.trustedList: a list of 2001",
    ]);
  }).timeout(20_000);

  it("are named with every entry that is wrong", () => {
    expect(problemsIn({ threatList: ["203.0.113.7", "here", "10.0.0.0/8", 7, "203.0.113.7/24"] })).to.deep.equal([
      'guardDuty.threatList[1]: the text "here"',
      'guardDuty.threatList[2]: the text "10.0.0.0/8", in 10.0.0.0/8 (private)',
      "guardDuty.threatList[3]: 7",
      'guardDuty.threatList[4]: the text "203.0.113.7/24", bits beyond the prefix are set',
    ]);
  });
});
