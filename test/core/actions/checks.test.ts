import { expect } from "chai";

import { decisionChecks, settlingCheck } from "../../../core/actions/checks";
import type { Decision, DecisionInput } from "../../../core/actions/decide";
import { decide } from "../../../core/actions/decide";
import { tableUnder } from "../../docs/pages";

/** All that would stop an action, one thing for each check in the order of the checks. */
const objections: readonly Partial<DecisionInput>[] = [
  { refusal: "root" },
  { nothingToDo: "gone" },
  { doubt: "look-up-failed" },
  { pause: "paused" },
  { seenAtMs: undefined },
  { mode: "notify" },
  { signals: { weight: 1, needed: 2 } },
  { askAtMost: "website" },
  { mode: "approve" },
  { room: "cap-of-all" },
];

const agreed: DecisionInput = {
  action: "disable-key",
  nowMs: 1_000,
  seenAtMs: 1_000,
  mode: "enforce",
  limits: { maxEventAgeMs: 1_000, perAccountPerHour: 5, perHour: 5 },
  pause: "running",
  room: "room",
};

function settledBy(decision: Decision): number | undefined {
  const { verdict, reason } = decision;
  return settlingCheck({ verdict: verdict === "act" ? "done" : verdict, reason });
}

describe("the check that settled a decision", () => {
  it("is told by verdict and reason alone, for every check", () => {
    expect(objections).to.have.lengthOf(decisionChecks.length);
    for (const [position, objection] of objections.entries()) {
      expect(settledBy(decide({ ...agreed, ...objection })), JSON.stringify(objection)).to.equal(position + 1);
    }
  });

  it("is the first of those that say no", () => {
    // Signals are counted in `enforce` alone, which no other objection of the mode leaves.
    const isSetting = ({ mode }: Partial<DecisionInput>) => mode !== undefined;
    for (const [position, objection] of objections.entries()) {
      const later = objections.slice(position + 1).filter((other) => !isSetting(other));
      const several = Object.assign({}, agreed, ...later, objection) as DecisionInput;
      expect(settledBy(decide(several)), JSON.stringify(objection)).to.equal(position + 1);
    }
  });

  it("is none where the action was carried out or failed after all said yes", () => {
    expect(settledBy(decide(agreed))).to.equal(undefined);
    expect(settlingCheck({ verdict: "failed", reason: "access-denied" })).to.equal(undefined);
  });

  it("stands under the same number on the page about actions", () => {
    const rows = tableUnder("docs/actions.md", "The decision").map(([order, check]) => [Number(order), check]);
    expect(rows).to.deep.equal(decisionChecks.map((check, position) => [position + 1, check]));
  });
});
