import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { parseReplayOptions } from "../../cli/replay-options";
import { RunKeeper } from "../../cli/run-keeper";
import type { PlayedEffect } from "../../local/effects";
import type { Layout } from "../../local/program/layout";
import { loadRun } from "../../local/records/load";

const layout: Layout = {
  resources: [],
  functions: [],
  outputs: {},
  runtimeModules: "",
  account: { accountId: "123456789012", region: "eu-west-1" },
};

const decision = (at: string): PlayedEffect => ({
  effect: "decision",
  at,
  function: "disable-key",
  action: "disable-key",
  subject: "AKIAONE",
  verdict: "notify",
  reason: "mode",
  eventIds: [],
});

describe("what a run leaves", () => {
  const project = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "warden-run-keeper-")));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(project);
    fs.rmSync(folder, { recursive: true });
  });

  const play = {
    save: async () => ({ users: [{ name: "ana", accountId: "111122223333" }], callers: { ASIAONE: {} }, secrets: [] }),
    messagesIn: () => [],
  };
  const keep = (keeper: RunKeeper, args: readonly string[] = []) =>
    keeper.keep(play as unknown as Parameters<RunKeeper["keep"]>[0], parseReplayOptions(args), layout);

  it("says how it was started, with whole paths, and when the last thing happened", async () => {
    const keeper = new RunKeeper();
    for (const at of ["2026-03-17T10:05:00.000Z", "2026-03-17T10:00:00.000Z"]) keeper.see(decision(at));
    const args = [
      "trail",
      "-",
      "--modes",
      "all=enforce",
      "--no-slack",
      "--accounts",
      "seen",
      "--stack-file",
      "my.yaml",
    ];
    expect(await keep(keeper, args)).to.equal(undefined);
    const text = fs.readFileSync(".warden/last-run.json", "utf8");
    const { run, decisions } = JSON.parse(text) as { run: object; decisions: unknown[] };
    expect(run).to.deep.include({
      endedAt: "2026-03-17T10:05:00.000Z",
      paths: [path.join(folder, "trail"), "-"],
      stackFile: path.join(folder, "my.yaml"),
      modes: { all: "enforce" },
      slack: false,
      allAccounts: true,
      accountId: "123456789012",
      region: "eu-west-1",
    });
    expect(decisions).to.have.lengthOf(2);
    expect(text).to.not.contain("ASIAONE");
  });

  it("has what functions said of events, muted ones among them, for explain", async () => {
    const keeper = new RunKeeper();
    const at = "2026-03-17T10:00:00.000Z";
    keeper.see({ effect: "error", at, function: "disable-key", message: "no table", eventIds: ["one"] });
    keeper.hear({ at, function: "post-denials", what: "muted", rule: "config-recorder", eventIds: ["two"] });
    expect(await keep(keeper)).to.equal(undefined);
    const { told } = JSON.parse(fs.readFileSync(".warden/last-run.json", "utf8")) as { told: { notes: unknown[] } };
    expect(told.notes).to.deep.equal([
      { at, function: "disable-key", what: "failed", text: "no table", eventIds: ["one"] },
      { at, function: "post-denials", what: "muted", text: "config-recorder", eventIds: ["two"] },
    ]);
  });

  it("is what the next command loads, when nothing happened, too", async () => {
    const whole = { ...play, save: async () => ({}) };
    const keeper = new RunKeeper();
    await keeper.keep(whole as unknown as Parameters<RunKeeper["keep"]>[0], parseReplayOptions([]), layout);
    expect(loadRun(".warden").run).to.include({ endedAt: undefined });
  });

  it("is nothing but a word of why, where it can't be written", async () => {
    fs.writeFileSync(".warden", "a file");
    expect(await keep(new RunKeeper())).to.match(/^the records of this run could not be kept in \.warden: /);
  });
});
