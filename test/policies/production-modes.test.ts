import { expect } from "chai";

import { productionRules } from "../../policies/production";
import { StackGraph } from "../../policies/stack-graph";

/** What the rule says of a stack of production whose settings are these. */
function faults(settings: Readonly<Record<string, unknown>>, minimumModes: Readonly<Record<string, string>>): string[] {
  const rule = productionRules.find(({ name }) => name === "production-modes");
  if (rule === undefined || !("checkStack" in rule)) throw new Error("there is no such rule");
  const surroundings = {
    settings: { production: ["prod"], minimumModes },
    stack: "eu-prod",
    nowMs: 0,
    stackSetting: (key: string) => settings[key],
  };
  return [...rule.checkStack(new StackGraph([]), surroundings)].map(({ message }) => message);
}

describe("the modes of a stack of production", () => {
  const modes = { "disable-key": "enforce" };

  it("are no weaker than the pack wants, in any account", () => {
    const modeOverrides = [
      { account: "111122223333", modes: { "disable-key": "notify" } },
      { unit: "Workloads", modes: { "disable-key": "enforce" } },
      { tag: "critical", modes: { "revoke-ingress": "notify" } },
    ];
    expect(faults({ modes, modeOverrides }, { "disable-key": "approve" })).to.deep.equal([
      "api-warden:modeOverrides has disable-key at notify, weaker than approve",
    ]);
  });

  it("are fine where the overrides are as strong", () => {
    const modeOverrides = [{ account: "111122223333", modes: { "disable-key": "approve" } }];
    expect(faults({ modes, modeOverrides }, { "disable-key": "approve" })).to.deep.equal([]);
    expect(faults({ modes }, { "disable-key": "approve" })).to.deep.equal([]);
    expect(faults({}, { "disable-key": "approve" })).to.have.length(1);
  });
});
