import { expect } from "chai";

import { runCommand } from "../../cli/run-command";
import { runHere } from "../cli/run-here";
import { codeIn, tableUnder, textOf } from "./pages";

const page = "docs/commands.md";
const commands = tableUnder(page, "Commands").map(([cell]) => codeIn(cell).split(" ")[0] ?? "");

/** `--option` in a text, each once. */
function optionsIn(text: string): string[] {
  return [...new Set(text.match(/--[a-z-]+/g) ?? [])];
}

describe(page, () => {
  it("has the commands on a stack that warden --help names", async () => {
    const { stdout } = await runHere(() => runCommand(["--help"]), {});
    const [, onStack = ""] = stdout.split("--stack NAME:");
    const named = [...onStack.matchAll(/^ {2}([a-z]+(?:, [a-z]+)*)/gm)].flatMap(([, names = ""]) => names.split(", "));
    expect(commands).to.have.members(named);
  });

  for (const command of commands) {
    it(`${command} --help: status 0, the exit statuses, and no option that the page does not have`, async () => {
      const { status, stdout, stderr } = await runHere(() => runCommand([command, "--help"]), {});
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout)
        .to.match(new RegExp(`^Usage: warden ${command}`))
        .and.to.match(/\nExit status: 0 .*; 2 wrong usage\.\n$/s);
      expect(optionsIn(textOf(page))).to.include.members(optionsIn(stdout));
    });
  }
});
