import { expect } from "chai";

import { answerQuestion } from "../../cli/answer-question";
import { parseCommandOptions } from "../../cli/command-options";
import { pause } from "../../cli/pause";
import { redrive } from "../../cli/redrive";
import { restore } from "../../cli/restore";
import { resume } from "../../cli/resume";
import { UsageError } from "../../cli/usage-error";

const form = { command: "restore", operand: "the ID of an action", options: ["most"] };

describe("options of the commands on a stack", () => {
  it("are one operand, a stack and what the command names", () => {
    expect(parseCommandOptions(["wa-abcdefghij", "--stack", "prod", "--most", "3"], form)).to.deep.equal({
      operand: "wa-abcdefghij",
      stack: "prod",
      values: { stack: "prod", most: "3" },
    });
    expect(parseCommandOptions(["wa-abcdefghij"], form)).to.deep.include({ stack: undefined });
  });

  it("ask for help whatever else is there", () => expect(parseCommandOptions(["--help"], form)).to.equal("help"));

  const wrong: readonly [string, () => Promise<number>, RegExp][] = [
    ["approve without an id", () => answerQuestion("approve", "", []), /approve needs the ID/],
    ["approve with two ids", () => answerQuestion("approve", "", ["wa-abcdefghij", "wa-b"]), /found also "wa-b"/],
    [
      "approve with what is no record's id",
      () => answerQuestion("approve", "", ["AKIAEXAMPLE"]),
      /not the id of a question/,
    ],
    ["leave with an unknown option", () => answerQuestion("leave", "", ["wa-abcdefghij", "--force"]), /--force/],
    ["an empty stack", () => restore(["wa-abcdefghij", "--stack", ""]), /--stack needs/],
    ["restore without an id", () => restore([]), /restore needs the ID/],
    ["pause with an operand", () => pause(["all"]), /pause takes no operand, found "all"/],
    ["pause of no action", () => pause(["--action", "disable-keys"]), /disable-keys.*allowed: disable-key,/],
    ["pause of no account", () => pause(["--account", "1234"]), /"1234" is not an account id/],
    [
      "pause of an action and an account",
      () => pause(["--action", "disable-key", "--account", "111122223333"]),
      /one of them/,
    ],
    ["resume of no action", () => resume(["--action", "x"]), /allowed/],
    ["redrive without a function", () => redrive([]), /redrive needs the name/],
    ["redrive of none", () => redrive(["post-denials", "--most", "0"]), /--most "0"/],
    ["redrive of a number that is none", () => redrive(["post-denials", "--most", "1e9"]), /--most "1e9"/],
  ];
  for (const [what, run, said] of wrong) {
    it(`${what}: wrong usage, before anything is looked up`, async () => {
      const failure = await (async () => run())().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(UsageError);
      expect((failure as Error).message).to.match(said);
    });
  }
});
