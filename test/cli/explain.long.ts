import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Explanation } from "../../cli/explain/explanation";
import { bundledDay } from "../../local/bundled-day/bundled-day";
import { project, runWarden } from "./run-warden";

describe("warden explain with a PATH", () => {
  let folder: string;
  const records = [...bundledDay()].map(({ record }) => record);
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-explain-"));
    fs.writeFileSync(path.join(folder, "trail.json"), JSON.stringify({ Records: records }));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it("plays it, tells of every function that an event came to, and leaves the last run's records as they are", async function () {
    this.timeout(120_000);
    const kept = path.join(project, ".warden", "last-run.json");
    const opened = records.find((record) => record.eventName === "AuthorizeSecurityGroupIngress");
    const id = String(opened?.eventID);
    const args = [id, folder, "--json", "--modes", "all=enforce"];
    const { status, stdout, stderr } = await runWarden(["explain", ...args]);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    const explanation = JSON.parse(stdout) as Explanation;
    expect(explanation.event?.what).to.equal("ec2.amazonaws.com AuthorizeSecurityGroupIngress");
    expect(explanation.listeners?.handedTo).to.deep.include({
      to: "revoke-open-ingress",
      by: "rule revoke-open-ingress",
    });
    const ingress = explanation.functions.find((part) => part.function === "revoke-open-ingress");
    expect(ingress?.decisions[0]?.outcome.checks.map(({ answer }) => answer)).to.deep.equal(
      Array<string>(10).fill("yes"),
    );
    expect(explanation.gaps).to.deep.equal([]);
    expect(fs.existsSync(kept) ? fs.readFileSync(kept, "utf8") : "").not.to.include(folder);
  });

  it("is status 1 for an event that is not in it", async function () {
    this.timeout(120_000);
    const { status, stderr } = await runWarden(["explain", "another", folder]);
    expect(status).to.equal(1);
    expect(stderr).to.include(`there is no event another in ${folder}`);
  });
});
