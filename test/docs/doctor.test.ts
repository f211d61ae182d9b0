import { expect } from "chai";

import { doctor } from "../../cli/doctor";
import { levelWords } from "../../cli/doctor/draw-lines";
import { levels } from "../../core/doctor/line";
import { runHere } from "../cli/run-here";
import { codeIn, tableUnder, textOf } from "./pages";

const page = "docs/doctor.md";

describe(page, () => {
  it("has every word that a line may begin with, the worst first", () => {
    const rows = tableUnder(page, "What the words mean").map(([word, level]) => [codeIn(word), codeIn(level)]);
    expect(rows).to.deep.equal(levels.map((level) => [levelWords[level], level]));
  });

  it("has the options and the exit statuses of --help", async () => {
    const { stdout } = await runHere(() => doctor(["--help"]), {});
    const [, statuses = ""] = /Exit status: (.*)\.\n$/s.exec(stdout) ?? [];
    expect(statuses).to.not.equal("");
    const text = textOf(page);
    expect(text.replace(/\s+/g, " ")).to.include(statuses.replace(/\s+/g, " "));
    for (const [option] of stdout.matchAll(/--(?!help)[a-z-]+/g)) expect(text).to.include(option);
  });
});
