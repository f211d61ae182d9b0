import { expect } from "chai";
import * as fc from "fast-check";

import type { AttributeKind } from "../../../core/profiles/profile";
import { attributeKinds } from "../../../core/profiles/profile";
import { learn } from "../../../core/profiles/learn";
import { score } from "../../../core/profiles/score";
import { dayMs, defaults, matching, startMs, strange, usual, usualProfile } from "./sample-request";

/** Which parts are known, and what it adds up to: 40 address, 25 agent, 25 region, 10 event. */
const combinations: readonly (readonly [readonly AttributeKind[], number, boolean])[] = [
  [[], 0, true],
  [["event"], 10, true],
  [["region"], 25, true],
  [["region", "event"], 35, true],
  [["agent"], 25, true],
  [["agent", "event"], 35, true],
  [["agent", "region"], 50, true],
  [["agent", "region", "event"], 60, true],
  [["ip"], 40, true],
  [["ip", "event"], 50, true],
  [["ip", "region"], 65, true],
  [["ip", "region", "event"], 75, false],
  [["ip", "agent"], 65, true],
  [["ip", "agent", "event"], 75, false],
  [["ip", "agent", "region"], 90, false],
  [["ip", "agent", "region", "event"], 100, false],
];

describe("the score of a request", () => {
  for (const [kinds, points, suspicious] of combinations) {
    it(`is ${points}${suspicious ? ", suspicious," : ""} where ${kinds.join(", ") || "nothing"} is known`, () => {
      const found = score(usualProfile(), matching(kinds), defaults);
      expect(found).to.include({ score: points, suspicious });
      expect(found.matched).to.deep.equal(
        Object.fromEntries(attributeKinds.map((kind) => [kind, kinds.includes(kind)])),
      );
      expect(found.reasons).to.have.length(4 - kinds.length);
    });
  }

  it("is tried with every combination once", () => {
    expect(new Set(combinations.map(([kinds]) => kinds.join())).size).to.equal(16);
  });

  it("gives 60 for the example in which only the address differs", () => {
    const found = score(usualProfile(), usual(startMs, strange.ip), defaults);
    expect(found).to.deep.equal({
      score: 60,
      matched: { ip: false, agent: true, region: true, event: true },
      suspicious: true,
      reasons: ["address not known"],
    });
  });

  it("is suspicious under the threshold: 65 is, 70 is not", () => {
    const weights = { ip: 40, agent: 30, region: 20, event: 10 };
    const settings = { ...defaults, weights };
    expect(score(usualProfile(), matching(["ip", "agent"]), settings)).to.include({ score: 70, suspicious: false });
    expect(score(usualProfile(), matching(["ip", "agent"]), defaults)).to.include({ score: 65, suspicious: true });
  });

  it("adds up whatever weights are set", () => {
    const weight = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.subarray([...attributeKinds]), fc.tuple(weight, weight, weight, weight), (kinds, four) => {
        const [ip, agent, region, event] = four;
        const weights = { ip, agent, region, event };
        const expected = kinds.reduce((sum, kind) => sum + weights[kind], 0);
        expect(score(usualProfile(), matching(kinds), { ...defaults, weights }).score).to.equal(expected);
      }),
    );
  });

  it("counts what was not seen for long as not known, and says so", () => {
    const profile = usualProfile();
    for (let day = 0; day < 120; day += 10) learn(profile, usual(startMs + day * dayMs, strange.ip));
    const found = score(profile, usual(startMs + 115 * dayMs), defaults);
    expect(found).to.include({ score: 60 });
    expect(found.reasons).to.deep.equal(["address not seen for long"]);
  });

  it("says nothing of the caller's choosing", () => {
    const hostile = '<img src=x>"$(reboot)" <!channel>';
    const request = usual(startMs, {
      userAgent: hostile,
      awsRegion: hostile,
      eventName: hostile,
      sourceIPAddress: hostile,
    });
    expect(score(usualProfile(), request, defaults).reasons).to.deep.equal([
      "address not known",
      "agent not known",
      "region not known",
      "event not known",
    ]);
  });
});
