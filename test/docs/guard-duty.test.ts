import { expect } from "chai";

import { parse } from "yaml";

import { namespaceValues, parseConfiguration } from "../../core/configuration/parse";
import { findingRules } from "../../stacks/finding-rules";
import { codeBlocksOf, codeIn, tableUnder } from "./pages";

const page = "docs/guard-duty.md";

describe(page, () => {
  it("has every rule by its name, and no other", () => {
    const told = tableUnder(page, "Rules").map(([name]) => codeIn(name));
    expect(told).to.deep.equal(findingRules(4).map(({ name }) => name));
  });

  it("has every kind of detector", () => {
    expect(tableUnder(page, "Detectors").map(([name]) => codeIn(name))).to.deep.equal(["create", "existing", "none"]);
  });

  it("shows settings that are taken", () => {
    const [example = ""] = codeBlocksOf(page, "yaml");
    const { config } = parse(example) as { config: Record<string, unknown> };
    const read = parseConfiguration({ trail: { create: true }, ...namespaceValues(config) });
    expect("problems" in read ? read.problems : []).to.deep.equal([]);
  });
});
