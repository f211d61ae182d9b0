import { expect } from "chai";

import { replayHelp } from "../../cli/replay-options";
import { tableUnder } from "./pages";

const optionsIn = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]*/g))];

describe("docs/local-run.md", () => {
  it("has every option of replay, and no other", () => {
    const rows = tableUnder("docs/local-run.md", "Options").map(([option]) => option);
    expect(optionsIn(rows.join(" "))).to.have.members(optionsIn(replayHelp).filter((option) => option !== "--help"));
  });
});
