import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { parseReplayOptions } from "../../cli/replay-options";
import { runConfiguration } from "../../cli/run-configuration";
import { UsageError } from "../../cli/usage-error";
import { actionNames } from "../../core/configuration/names";

describe("the configuration of a local run", () => {
  let folder: string;
  before(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-configuration-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  /** With this `config` in the stack file; `trail` is always chosen. */
  function configured(lines: readonly string[], args: readonly string[] = []) {
    const file = path.join(folder, "Pulumi.test.yaml");
    const text = ["config:", "api-warden:trail: {create: true}", ...lines].join("\n  ");
    fs.writeFileSync(file, text);
    return runConfiguration(parseReplayOptions([...args, "--stack-file", file]));
  }

  it("is the stack file's, in its region", () => {
    const { values, region } = configured(["aws:region: eu-west-3", "api-warden:retentionDays: 30"]);
    expect(region).to.equal("eu-west-3");
    expect(values).to.deep.include({ "api-warden:retentionDays": 30 });
  });

  it("is in us-east-1 where the file names no region", () => {
    expect(configured([]).region).to.equal("us-east-1");
  });

  for (const key of ["api-warden:slack", "api-warden:slackWebhook"]) {
    it(`is without ${key} by --no-slack`, () => {
      const value = key.endsWith("Webhook") ? "{secure: v1:x}" : "{webhookSecret: team/webhook}";
      expect(configured([`${key}: ${value}`]).values).to.include.keys(key);
      expect(configured([`${key}: ${value}`], ["--no-slack"]).values).to.not.have.any.keys(key);
    });
  }

  it("has the modes of the command line over those of the file, single ones over all", () => {
    const { values } = configured(
      ["api-warden:modes: {disable-key: notify, revoke-ingress: notify}"],
      ["--modes", "all=approve,disable-key=enforce"],
    );
    const approve = Object.fromEntries(actionNames.map((name) => [name, "approve"]));
    expect(values["api-warden:modes"]).to.deep.equal({ ...approve, "disable-key": "enforce" });
    expect(configured(["api-warden:modes: {disable-key: enforce}"]).values["api-warden:modes"]).to.deep.equal({
      "disable-key": "enforce",
    });
  });

  it("has the lists for GuardDuty that it writes out, and says which ones nobody fetches", () => {
    const { values, leftOut } = configured([
      "api-warden:guardDuty: {threatList: 'https://lists.example.com/bad.txt?token=x', trustedList: [203.0.113.7]}",
    ]);
    expect(leftOut).to.deep.equal([
      "api-warden:guardDuty.threatList has an address: a local run fetches nothing, so the list is left out",
    ]);
    // Functions know their configuration by its hash: what is deployed is what is played.
    expect(values["api-warden:guardDuty"]).to.have.keys("threatList", "trustedList");
    expect(configured([]).leftOut).to.deep.equal([]);
  });

  describe("with a file on the organization's accounts", () => {
    function withAccounts(text: string) {
      const file = path.join(folder, "accounts.yaml");
      fs.writeFileSync(file, text);
      const setting = 'api-warden:organization: {ownerTag: team, accounts: {"222233334444": {name: old}}}';
      return configured([setting], ["--organization", file]).values["api-warden:organization"];
    }

    it("has its accounts in place of the stack file's, from YAML as from JSON", () => {
      const expected = { ownerTag: "team", accounts: { "111122223333": { name: "shop", tags: { team: "shop" } } } };
      expect(withAccounts('"111122223333": { name: shop, tags: { team: shop } }')).to.deep.equal(expected);
      expect(withAccounts(JSON.stringify(expected.accounts, undefined, 2))).to.deep.equal(expected);
    });

    it("is refused with that file where it is wrong", () => {
      const wrong = [
        ['"111122223333": {', /accounts\.yaml, line \d+, column \d+: neither valid YAML nor JSON/],
        ["- 111122223333", /accounts\.yaml, line 1, column 1: not an object of account ids/],
        ["a: *b", /accounts\.yaml, line 1, column 1: an alias/],
        ['"111122223333": { nam: shop }', /accounts\.yaml: [^]*111122223333[^]*name is the nearest known key/],
        ["shop: { name: shop }", /accounts\.yaml: [^]*an account id of 12 digits/],
      ] as const;
      for (const [text, message] of wrong) expect(() => withAccounts(text), text).to.throw(UsageError, message);
      expect(() => configured([], ["--organization", path.join(folder, "none")])).to.throw(UsageError, /none.*ENOENT/);
    });
  });

  it("is refused with the file and the key where it is wrong", () => {
    expect(() => configured(["api-warden:retentionDays: 91"])).to.throw(
      UsageError,
      /Pulumi\.test\.yaml.*\n.*retentionDays.*91/,
    );
    expect(() => configured(["api-warden:trail: ["])).to.throw(UsageError, /line \d+, column \d+/);
    expect(() => runConfiguration(parseReplayOptions(["--stack-file", path.join(folder, "none")]))).to.throw(
      UsageError,
      /ENOENT/,
    );
  });
});
