import { expect } from "chai";

import configuration from "../../policies/configuration.json";
import { rules } from "../../policies/rules";
import { codeBlocksOf, codeIn, tableUnder } from "./pages";

const page = "docs/policies.md";

describe(page, () => {
  it("has every policy as the pack has it: name, sentence, severity, and what comes of a fault", () => {
    const told = tableUnder(page, "All policies").map(([name = "", holds, severity, otherwise]) => [
      codeIn(name),
      holds,
      severity,
      otherwise,
    ]);
    expect(told).to.deep.equal(
      rules.map((rule) => [rule.name, rule.description, rule.severity, "fix" in rule ? "mended" : "refused"]),
    );
  });

  it("has every threshold of a policy with its default", () => {
    const told = tableUnder(page, "All policies").map(([, , , , settings]) => settings);
    const declared = rules.map(({ settings = {} }) =>
      Object.entries(settings).map(([key, schema]) => `\`${key}\` (${JSON.stringify(schema.default)})`),
    );
    expect(told).to.deep.equal(declared.map((settings) => settings.join(", ") || "–"));
  });

  it("shows an exception of a policy that there is, with all that one has", () => {
    const [example] = codeBlocksOf(page, "json").map((text) => JSON.parse(text) as Record<string, unknown>);
    const [[policy, settings]] = Object.entries(example ?? {}) as [[string, { exceptions: object[] }]];
    expect(rules.map(({ name }) => name)).to.include(policy);
    expect(Object.keys(settings.exceptions[0] ?? {})).to.deep.equal(["resource", "reason", "expires"]);
  });

  it("names the pack's own exceptions, of which each has a reason and a day", () => {
    const own = Object.values(configuration).flatMap((settings) =>
      "exceptions" in settings ? settings.exceptions : [],
    );
    expect(own.map(({ resource }) => resource)).to.deep.equal(["approve-action", "ticket-callback"]);
    for (const { reason, expires } of own) {
      expect(reason).to.have.length.above(20);
      expect(expires).to.match(/^\d{4}-\d\d-\d\d$/);
    }
  });
});
