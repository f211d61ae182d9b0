import { expect } from "chai";

import { parseReplayOptions } from "../../cli/replay-options";
import { UsageError } from "../../cli/usage-error";

describe("options of warden replay", () => {
  it("have their defaults", () => {
    expect(parseReplayOptions([])).to.deep.equal({
      paths: [],
      json: false,
      slack: true,
      stackFile: "Pulumi.dev.yaml",
      sinceMs: Number.NEGATIVE_INFINITY,
      untilMs: Number.POSITIVE_INFINITY,
      modes: {},
      allAccounts: false,
      help: false,
    });
  });

  it("are read among paths in any order", () => {
    const args = "a --json - --no-slack --stack-file f --accounts seen --since 2026-03-17 b --help".split(" ");
    expect(parseReplayOptions(args)).to.deep.include({
      paths: ["a", "-", "b"],
      json: true,
      slack: false,
      stackFile: "f",
      sinceMs: Date.UTC(2026, 2, 17),
      allAccounts: true,
      help: true,
    });
  });

  it("name a file on the organization's accounts", () => {
    expect(parseReplayOptions(["--organization", "accounts.yaml"])).to.deep.include({ organization: "accounts.yaml" });
    expect(() => parseReplayOptions(["--organization"])).to.throw(UsageError);
  });

  it("give modes by action, all among them", () => {
    const { modes } = parseReplayOptions(["--modes", "all=notify,disable-key=enforce"]);
    expect(modes).to.deep.equal({ all: "notify", "disable-key": "enforce" });
  });

  const wrong = [
    ["--nonsense"],
    ["--since", "soon"],
    ["--until", ""],
    ["--accounts", "mine"],
    ["--modes", "=enforce"],
    ["--modes", "disable-key="],
    ["--modes", "disable-key=a=b"],
    ["--modes", "disable-everything=notify"],
    ["--stack-file"],
  ];
  for (const args of wrong) {
    it(`refuse ${args.join(" ")}`, () => {
      expect(() => parseReplayOptions(args)).to.throw(UsageError);
    });
  }
});
