import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { permissions } from "../../cli/permissions";
import type { PolicyDocument } from "../../core/permissions/managed-policies";
import { UsageError } from "../../cli/usage-error";
import { mostPolicyCharacters, policyCharacters } from "../../core/permissions/managed-policies";
import { runHere } from "./run-here";

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("warden permissions", function () {
  this.timeout(60_000);

  it("prints policies that IAM takes: JSON, in size, no action and no name left open", async () => {
    const run = await runHere(() => permissions([]), {});
    expect(run.status, run.stderr).to.equal(0);
    const policies = JSON.parse(run.stdout) as Readonly<Record<string, PolicyDocument>>;
    expect(Object.keys(policies)[0]).to.equal("api-warden-dev-deploy-1");
    const statements = Object.values(policies).flatMap(({ Statement }) => Statement);
    for (const policy of Object.values(policies)) expect(policyCharacters(policy)).to.be.at.most(mostPolicyCharacters);
    expect(statements.flatMap(({ Action }) => Action)).to.include.members(["lambda:CreateFunction", "iam:PassRole"]);
    expect(statements.filter(({ Action }) => Action.some((action) => action.includes("*")))).to.deep.equal([]);
    for (const passing of statements.filter(({ Action }) => Action.includes("iam:PassRole"))) {
      expect(passing.Condition).to.have.nested.property("StringEquals.iam:PassedToService");
      expect(passing.Resource).to.not.include("*");
    }
    expect(run.stdout, "the ids of the local run's account").to.not.match(/123456789012|-[0-9a-f]{7}"|AbCdEf/);
  });

  it("writes a file for each policy where a folder is named, for the account that is named", async () => {
    const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "warden-permissions-")), "policies");
    const run = await runHere(() => permissions(["--write", folder, "--account", "444455556666"]), {});
    expect(run.stdout).to.equal("");
    const [first = ""] = fs.readdirSync(folder);
    expect(first).to.equal("api-warden-dev-deploy-1.json");
    const text = fs.readFileSync(path.join(folder, first), "utf8");
    expect((JSON.parse(text) as PolicyDocument).Version).to.equal("2012-10-17");
    expect(text).to.include(":444455556666:").and.to.not.include(":*:function");
  });

  it("prints with --doctor what looking takes, which reads alone, and lays nothing out", async () => {
    const run = await runHere(() => permissions(["--doctor", "--account", "444455556666"]), {});
    const policies = JSON.parse(run.stdout) as Readonly<Record<string, PolicyDocument>>;
    expect(Object.keys(policies)).to.deep.equal(["api-warden-dev-doctor"]);
    const statements = policies["api-warden-dev-doctor"]?.Statement ?? [];
    for (const action of statements.flatMap(({ Action }) => Action)) {
      expect(action).to.match(/^[a-z0-9]+:(?:Describe|Get|List|Simulate)[A-Za-z]+$/);
    }
    expect(statements.find(({ Action }) => Action.includes("secretsmanager:DescribeSecret"))?.Resource).to.deep.equal([
      "arn:aws:secretsmanager:us-east-1:444455556666:secret:api-warden/slack-webhook-??????",
    ]);
  });

  for (const args of [["--account", "12345"], ["prod"], ["--stack", "prod"], ["--stack-file", "Pulumi.nowhere.yaml"]]) {
    it(`refuses ${args.join(" ")}`, async () => {
      expect(await rejection(permissions(args))).to.be.instanceOf(UsageError);
    });
  }
});
