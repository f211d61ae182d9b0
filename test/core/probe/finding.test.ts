import { expect } from "chai";

import type { Consequence, Finding } from "../../../core/probe/finding";
import { findingLines, isWhole, withCauses } from "../../../core/probe/finding";

const subscription: Finding = { link: "subscription", state: "broken", says: "it is gone" };
const arrival: Consequence = {
  link: "arrival",
  state: "broken",
  says: "nothing came",
  after: ["trail", "subscription"],
};
const slack: Consequence = {
  link: "Slack",
  state: "broken",
  says: "nothing was posted",
  after: ["arrival", "subscription"],
};
const trail: Finding = { link: "trail", state: "holds", says: "logs" };

describe("findings of links", () => {
  it("name the first broken link alone, and what follows from it as such", () => {
    const found = withCauses([trail, subscription, arrival, slack]);
    expect(found.map(({ state }) => state)).to.deep.equal(["holds", "broken", "follows", "follows"]);
    expect(found[2]?.says).to.equal("nothing came; follows from: subscription");
  });

  it("name a symptom itself where nothing before it is seen to be broken", () => {
    const found = withCauses([trail, arrival, slack]);
    expect(found.map(({ state }) => state)).to.deep.equal(["holds", "broken", "follows"]);
    expect(found[2]?.says).to.contain("follows from: arrival");
  });

  it("are drawn a line each, with what is to be mended at the end", () => {
    const lines = findingLines(withCauses([trail, subscription, arrival]));
    expect(lines).to.deep.equal([
      "  ok        trail         logs",
      "  BROKEN    subscription  it is gone",
      "  follows   arrival       nothing came; follows from: subscription",
      "",
      "One link is broken.",
      "  subscription: it is gone",
    ]);
  });

  it("say how many could not be looked at", () => {
    const lines = findingLines([trail, { link: "rule a", state: "unseen", says: "AccessDenied" }]);
    expect(lines.at(-1)).to.equal("Every link that could be looked at holds. 1 could not be looked at.");
  });

  it("are whole with notes and without anything broken", () => {
    expect(isWhole([trail, { ...trail, state: "note" }, { ...trail, state: "unseen" }])).to.equal(true);
    expect(isWhole([trail, subscription])).to.equal(false);
  });
});
