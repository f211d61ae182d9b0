import { expect } from "chai";
import * as os from "node:os";

import { doctor } from "../../cli/doctor";
import { UsageError } from "../../cli/usage-error";
import { everythingRefused, goodAnswers } from "../clients/account-facts/answers";
import type { AnsweringAws } from "../clients/account-facts/answering-aws";
import { startAnsweringAws } from "../clients/account-facts/answering-aws";
import { accountId, region } from "../core/doctor/facts";
import { askingSurroundings, stackFile, stackToLookAt } from "./doctor-stage";
import { runHere } from "./run-here";

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("warden doctor", function () {
  this.timeout(60_000);

  let aws: AnsweringAws;
  before(async () => {
    aws = await startAnsweringAws();
  });
  after(() => aws.stop());

  const file = stackFile(...stackToLookAt);

  it("says a line each, goes on where it is refused, and ends with status 1 where something will fail", async () => {
    const secret = { "secretsmanager:DescribeSecret": { error: "ResourceNotFoundException" } };
    const hostile = {
      trailList: [{ Name: "au\u001b[2Jdit", TrailARN: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/x" }],
    };
    aws.answer({
      ...everythingRefused,
      ...pick("sts:GetCallerIdentity"),
      ...secret,
      "cloudtrail:DescribeTrails": hostile,
    });
    const run = await runHere(() => doctor(["--stack-file", file]), askingSurroundings(aws));
    expect(run.status, run.stdout + run.stderr).to.equal(1);
    const [first, , worst, ...rest] = run.stdout.split("\n");
    expect(first).to.equal(
      `Account ${accountId}, region ${region}, as arn:aws:sts::${accountId}:assumed-role/deployer/dana, for ${file}`,
    );
    expect(worst).to.match(/^WILL FAIL {2}secret hook: there is none of this name/);
    expect(rest.filter((line) => line.startsWith("NOT SEEN")).length).to.be.greaterThan(6);
    expect(run.stdout).to.match(/slots of log group audit needs logs:DescribeSubscriptionFilters/);
    expect(run.stdout).to.match(/\n1 will fail, .* not seen, .* cost.* Nothing was changed\.\n$/);
    expect(run.stdout, "what others have named").to.not.include("\u001b");
  });

  it("says how to sign in where nobody is signed in", async () => {
    const nobody = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      HOME: os.tmpdir(),
      AWS_PROFILE: undefined,
    };
    const run = await rejection(
      runHere(() => doctor(["--stack-file", file]), { ...askingSurroundings(aws), ...nobody }),
    );
    expect(String(run)).to.match(/no AWS credentials: sign in/);
  });

  it("refuses an operand, an unknown option, a stack file that is not there, one that is wrong, and one without a region", async () => {
    const wrong = stackFile(`aws:region: ${region}`, "api-warden:trail: { create: maybe }");
    const nowhere = stackFile("api-warden:trail: { create: true }");
    for (const args of [["dev"], ["--fix"], ["Pulumi.nowhere.yaml", wrong, nowhere].map(String)]) {
      expect(await rejection(doctor(args)), args.join(" ")).to.be.instanceOf(UsageError);
    }
    for (const one of ["Pulumi.nowhere.yaml", wrong, nowhere]) {
      const run = rejection(
        runHere(() => doctor(["--stack-file", one]), { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined }),
      );
      expect(await run, one).to.be.instanceOf(UsageError);
    }
  });

  it("--help says what it looks at, and the exit statuses", async () => {
    const run = await runHere(() => doctor(["--help"]), {});
    expect(run.status).to.equal(0);
    expect(run.stdout)
      .to.match(/^Usage: warden doctor/)
      .and.to.match(/\nExit status: 0 .*; 2 wrong usage\.\n$/s);
  });
});

function pick(name: string): Readonly<Record<string, string>> {
  return { [name]: String(goodAnswers[name]) };
}
