import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { report } from "../../../cli/report";
import { runHere } from "../run-here";
import { runWarden } from "../run-warden";
import { theft } from "./stage";

describe("warden report and replay --report", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-report-"));
  const file = (name: string) => path.join(folder, name);

  before(() => {
    const lines = theft().map((record) => JSON.stringify(record));
    fs.writeFileSync(file("trail.jsonl"), `${lines.join("\n")}\n{ cut\n`);
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("write the page beside what a replay prints, and keep its status", async () => {
    const page = file("page.html");
    const run = await runWarden(["replay", "--json", file("trail.jsonl"), "--report", page]);
    expect(run.status, "a line could not be read").to.equal(1);
    expect(run.stdout).to.match(/"effect":"summary".*\}\n$/);
    for (const line of run.stdout.trimEnd().split("\n")) expect(JSON.parse(line)).to.have.property("effect");
    expect(run.stderr)
      .to.match(/trail\.jsonl:6/)
      .and.to.match(/^Alerts per day\n {2}\d+ Slack messages? in 1 day of records/m)
      .and.to.match(/^Top causes of denied calls\n {2}2 × ec2:GetPasswordData /m)
      .and.to.not.include("Two configurations");
    const markup = fs.readFileSync(page, "utf8");
    expect(markup)
      .to.match(/^<!doctype html>\n/)
      .and.to.match(/<\/html>\n$/);
    expect(markup)
      .to.match(/look first at\s+<bdi>user mallory<\/bdi>/)
      .and.to.include("trail.jsonl:6");
  }).timeout(60_000);

  it("say what they take", async () => {
    const { status, stdout } = await runHere(() => report(["--help"]), {});
    expect(status).to.equal(0);
    expect(stdout)
      .to.match(/^Usage: warden report PATH… -o FILE\.html/)
      .and.to.match(/Exit status: 0 .*; 2 wrong usage\.\n$/s);
  });
});
