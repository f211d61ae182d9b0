import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import { call, day, jsonLines, key, KeysStage, otherKey } from "./keys-stage";

describe("warden keys on what is kept", function () {
  this.timeout(20_000);
  let stage: KeysStage;
  beforeEach(async () => {
    stage = new KeysStage();
    const agent = 'x: "$(touch /tmp/owned)" <b>`id`</b>';
    const records = [call(0), call(3 * day, { action: "PutObject" }), call(9 * day), call(0, { key: otherKey, agent })];
    await stage.runOnStore(["update-profile", stage.log("a", records)]);
  });
  afterEach(() => stage.remove());

  it("show-profile: all of them, a row for each", async () => {
    const run = await stage.runOnStore(["show-profile"]);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.match(
      /AKIAEXAMPLE000000001 +build +111122223333 +\w+ +2026-03-17 10:00:00 UTC +2026-03-26 10:00:00 UTC +1 +1 +1 +2\n/,
    );
    expect(run.stdout.trim().split("\n")).to.have.lengthOf(3);
  });

  for (const form of [[key], ["--key", key]]) {
    it(`show-profile ${form.join(" ")}: what is known, with a plot of its days`, async () => {
      const { stdout } = await stage.runOnStore(["show-profile", ...form]);
      expect(stdout).to.contain("2026-03-17 to 2026-03-26\n█··█·····█\n");
      expect(stdout).to.match(/├────────┤ +2026-03-17 +2026-03-26 +s3:GetObject/);
      expect(stdout).to.match(/ {3}• +2026-03-20 +2026-03-20 +s3:PutObject/);
      expect(stdout).to.contain("1 address\n");
    });
  }

  it("show-profile --json: the profile as it is kept", async () => {
    const run = await stage.runOnStore(["show-profile", "--json", "--key", key]);
    expect(jsonLines(run.stdout)).to.have.lengthOf(1);
    expect(jsonLines(run.stdout)[0]).to.deep.include({ accessKeyId: key, userName: "build" });
  });

  it("show-profile: says so where there is none", async () => {
    const run = await stage.run(["show-profile", "--store", path.join(stage.folder, "none.json")]);
    expect(run).to.deep.include({ status: 0, stderr: "" });
    expect(run.stdout).to.contain("There are no key profiles in");
  });

  it("export-profile, then import-profile into an empty store: the same, byte for byte", async () => {
    const file = path.join(stage.folder, "export.json");
    expect((await stage.runOnStore(["export-profile", file])).status).to.equal(0);
    expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
    const other = path.join(stage.folder, "other.json");
    const run = await stage.run(["import-profile", file, "--store", other]);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("2 profiles imported");
    expect(fs.readFileSync(other, "utf8")).to.equal(stage.stored);
    expect((await stage.runOnStore(["export-profile"])).stdout).to.equal(stage.stored);
  });

  it("export-profile: overwrites nothing; one key alone where it is named", async () => {
    const file = stage.write("export.json", "mine");
    const refused = await stage.runOnStore(["export-profile", file]);
    expect(refused.status).to.equal(1);
    expect(refused.stderr).to.contain("is there already");
    expect(fs.readFileSync(file, "utf8")).to.equal("mine");
    const { stdout } = await stage.runOnStore(["export-profile", "--key", otherKey]);
    expect(stdout).to.contain(otherKey).and.to.not.contain(key);
  });

  it("import-profile: takes the place of profiles of the same key, and leaves the others", async () => {
    const file = path.join(stage.folder, "export.json");
    await stage.runOnStore(["export-profile", "--key", key, file]);
    await stage.runOnStore(["update-profile", stage.log("b", [call(9 * day + 1, { action: "ListBuckets" })])]);
    const run = await stage.runOnStore(["import-profile", file]);
    expect(run.stdout).to.contain("1 profile imported").and.to.contain("1 of them in place");
    expect(stage.stored).to.contain(otherKey).and.to.not.contain("ListBuckets");
  });

  const damage: Readonly<Record<string, (text: string) => string>> = {
    damaged: (text) => text.replace("s3:PutObject", "s3:GetObject2"),
    "cut short": (text) => text.slice(0, -40),
    foreign: () => 'redis-cli set "[Key]K:[Ip]1" 1\n',
    "of a newer version": (text) => text.replace('"version":1', '"version":2'),
    "with a newer profile in it": (text) => text.replace('{"version":1', '{"version":9'),
  };
  for (const [what, change] of Object.entries(damage)) {
    it(`import-profile: refuses a file that is ${what} as a whole`, async () => {
      const before = stage.stored;
      const file = stage.write("bad.json", change(before));
      const run = await stage.runOnStore(["import-profile", file]);
      expect(run.status).to.equal(1);
      expect(run.stderr).to.match(/nothing of it is used\n$/);
      expect(run.stderr.trim().split("\n")).to.have.lengthOf(1);
      expect(stage.stored).to.equal(before);
    });
  }

  it("delete-profile: the one key, by its exact id, and nothing for part of an id or none", async () => {
    const before = stage.stored;
    for (const wrong of [
      [],
      [""],
      ["AKIA"],
      [key.slice(0, -1)],
      ["*"],
      [`${key}*`],
      [key, otherKey],
      ["--key", "AKIA*"],
    ]) {
      const run = await stage.runOnStore(["delete-profile", ...wrong]);
      expect(run.status, wrong.join(" ")).to.be.oneOf([1, 2]);
      expect(stage.stored).to.equal(before);
    }
    expect((await stage.runOnStore(["delete-profile", key])).status).to.equal(0);
    expect(stage.stored).to.contain(otherKey).and.to.not.contain(key);
    const again = await stage.runOnStore(["delete-profile", "--key", key]);
    expect(again.status).to.equal(1);
    expect(again.stderr).to.contain(`there is no profile of ${key}`);
  });

  const wrong: readonly { readonly args: readonly string[]; readonly said: RegExp }[] = [
    { args: [], said: /keys takes one of update-profile.*found nothing/ },
    { args: ["update"], said: /found "update"/ },
    { args: ["update-profile"], said: /needs PATH, or --stack NAME/ },
    { args: ["update-profile", "x", "--period", "yesterday"], said: /--period "yesterday" is not a duration/ },
    { args: ["score-requests", "x", "--learn-for", "-1d"], said: /--learn-for/ },
    { args: ["score-requests", "x", "--key", "AKIA"], said: /--key "AKIA" is not the id/ },
    { args: ["show-profile", "--stack", "prod", "--store", "x"], said: /two stores/ },
    { args: ["show-profile", key, otherKey], said: /can't do anything with/ },
    { args: ["import-profile"], said: /needs the FILE/ },
    { args: ["exposed", "--store", "x"], said: /--store/ },
    { args: ["show-profile", "--stack-file", "Pulumi.nowhere.yaml"], said: /Pulumi\.nowhere\.yaml/ },
  ];
  for (const { args, said } of wrong) {
    it(`keys ${args.join(" ")}: wrong usage, said in one message`, async () => {
      const run = await stage.run(args);
      expect(run.status, run.stderr).to.equal(2);
      expect(run.stderr).to.match(said);
      expect(run.stdout).to.equal("");
    });
  }

  it("keys --help: what there is", async () => {
    for (const args of [["--help"], ["update-profile", "--help"]]) {
      expect((await stage.run(args)).stdout).to.match(/^Usage: warden keys COMMAND/);
    }
  });
});
