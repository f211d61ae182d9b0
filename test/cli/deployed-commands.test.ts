import { expect } from "chai";

import type { ActionRecord } from "../../core/actions/record";
import { sampleActionRecord } from "../core/actions/sample-action-record";
import { account, callerArn, DeployedStage, startRedriven } from "./deployed-stage";
import type { WardenRun } from "./run-warden";

const key = "AKIAEXAMPLEEXAMPLE42";
const other = "AKIAEXAMPLEEXAMPLE43";
const wasBefore = { userName: "build", accessKeyId: key, isActive: true };
const subject = { kind: "key" as const, id: key, account };

function asked(changes: Partial<ActionRecord> = {}): ActionRecord {
  return sampleActionRecord({
    state: "asked",
    verdict: "ask",
    askedUntilMs: Date.now() + 600_000,
    subject,
    ...changes,
  });
}

function done(changes: Partial<ActionRecord> = {}): ActionRecord {
  return sampleActionRecord({
    state: "done",
    verdict: "done",
    reason: "signals",
    subject,
    before: wasBefore,
    ...changes,
  });
}

function user(status: "Active" | "Inactive") {
  return {
    name: "build",
    keys: [
      { accessKeyId: key, status },
      { accessKeyId: other, status: "Active" as const },
    ],
  };
}

/** Status 1, and one line on standard error that says why. */
function expectFailure(run: WardenRun, said: RegExp): void {
  expect(run.status, run.stderr).to.equal(1);
  expect(run.stderr).to.match(said);
  expect(run.stderr.trim().split("\n"), run.stderr).to.have.lengthOf(1);
}

describe("commands on a deployed stack", function () {
  this.timeout(60_000);
  let stage: DeployedStage;
  before(async () => (stage = await DeployedStage.start()));
  after(() => stage.stop());

  it("approve: under the caller's own identity, in the record, and the responder is woken; once", async () => {
    stage.reset([asked()]);
    const run = await stage.run(["approve", "wa-abcdefghij"]);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("wa-abcdefghij: disable-key of key").and.to.contain(callerArn);
    expect(run.stderr).to.equal("");
    expect(stage.pulumiCalledWith).to.equal("stack output --json --non-interactive --stack prod");
    expect(stage.records().map(({ approval }) => approval?.by)).to.deep.equal([callerArn]);
    expect(stage.sent.map((body) => JSON.parse(body) as unknown)).to.deep.equal([
      { warden: "answered", record: "wa-abcdefghij" },
    ]);
    expectFailure(await stage.run(["leave", "wa-abcdefghij"]), /can't be answered: it is approved already/);
    expect(stage.sent).to.have.lengthOf(1);
  });

  it("leave: closes the question", async () => {
    stage.reset([asked()]);
    const run = await stage.run(["leave", "wa-abcdefghij"]);
    expect(run.status, run.stderr).to.equal(0);
    expect(stage.records()).to.have.nested.property("[0].state", "left");
  });

  it("approve: refused when it is too late, about the caller, or about nothing", async () => {
    stage.reset([
      asked({ id: "wa-expiredddd", askedUntilMs: Date.now() - 1 }),
      asked({ id: "wa-ownownownn", report: { seen: [], owner: "user `caller`" } }),
    ]);
    expectFailure(await stage.run(["approve", "wa-expiredddd"]), /its time to be answered is over/);
    expectFailure(await stage.run(["approve", "wa-ownownownn"]), /nobody answers a question about themselves/);
    expectFailure(await stage.run(["approve", "wa-zzzzzzzzzz"]), /there is no record wa-zzzzzzzzzz/);
    expect(stage.sent).to.deep.equal([]);
  });

  it("pause and resume: everything, one action, one account, each by itself; twice is no error", async () => {
    stage.reset([]);
    for (const args of [[], ["--action", "disable-key"], ["--account", account], []]) {
      const run = await stage.run(["pause", ...args]);
      expect(run.status, run.stderr).to.equal(0);
      expect(run.stdout).to.contain(`by ${callerArn}`);
    }
    expect(stage.pauses()).to.have.members(["all", "action#disable-key", `account#${account}`]);
    const run = await stage.run(["resume"]);
    expect(run.stdout).to.contain("The pause is over: all actions.").and.to.contain("the action disable-key, since");
    expect(stage.pauses()).to.have.members(["action#disable-key", `account#${account}`]);
    const again = await stage.run(["resume"]);
    expect(again.status).to.equal(0);
    expect(again.stdout).to.contain("There was no pause: all actions.");
  });

  it("restore: makes the one key active again and writes down who did; twice is no error", async () => {
    stage.reset([done()], [user("Inactive")]);
    const run = await stage.run(["restore", "wa-abcdefghij"]);
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("disable-key is undone");
    expect(stage.keyStatus(key)).to.equal("Active");
    expect(stage.records()[0]).to.deep.include({ state: "restored" });
    expect(stage.records()[0]?.restored?.by).to.equal(callerArn);
    const again = await stage.run(["restore", key]);
    expect(again.status, again.stderr).to.equal(0);
    expect(again.stdout).to.contain("Nothing was changed");
  });

  it("restore: by the key's id where only one action on it can be undone", async () => {
    const told = sampleActionRecord({ id: "wa-ttttttttoo", subject });
    stage.reset([done(), told], [user("Inactive")]);
    expect((await stage.run(["restore", key])).status).to.equal(0);
    expect(stage.keyStatus(key)).to.equal("Active");
    stage.reset([done(), done({ id: "wa-bbbbbbbbbb" })], [user("Inactive")]);
    expectFailure(
      await stage.run(["restore", key]),
      /2 actions that can be undone.*wa-abcdefghij.*wa-bbbbbbbbbb|2 actions.*wa-bbbbbbbbbb.*wa-abcdefghij/,
    );
    expect(stage.keyStatus(key)).to.equal("Inactive");
  });

  it("restore: says when the key is active already, or gone, in another account, or was never touched", async () => {
    stage.reset([done()], [user("Active")]);
    const already = await stage.run(["restore", "wa-abcdefghij"]);
    expect(already.status, already.stderr).to.equal(0);
    expect(already.stdout).to.contain("was already as it was before");
    stage.reset([done({ before: { ...wasBefore, userName: "gone" } })]);
    expectFailure(await stage.run(["restore", "wa-abcdefghij"]), /does not exist any more/);
    stage.reset([done({ subject: { ...subject, account: "999988887777" } })], [user("Inactive")]);
    expectFailure(
      await stage.run(["restore", "wa-abcdefghij"]),
      /in account 999988887777, and you are signed in to 111122223333/,
    );
    stage.reset([asked()], [user("Inactive")]);
    expectFailure(await stage.run(["restore", "wa-abcdefghij"]), /changed nothing: it is asked/);
    expect(stage.keyStatus(key)).to.equal("Inactive");
  });

  it("redrive: hands each event to the function, and removes it once Lambda has taken it", async () => {
    const letter = JSON.stringify({
      requestContext: { functionArn: "arn:f" },
      requestPayload: { awslogs: { data: "x" } },
    });
    const aws = await startRedriven([letter, JSON.stringify({ warden: "undelivered", incidents: [] })]);
    const endpoints = { AWS_ENDPOINT_URL_SQS: aws.endpoint, AWS_ENDPOINT_URL_LAMBDA: aws.endpoint };
    const run = await stage.run(["redrive", "post-denials"], endpoints);
    aws.stop();
    expect(run.status, run.stderr).to.equal(0);
    expect(run.stdout).to.contain("post-denials: 2 redriven, 0 could not be handed over, 0 without an event.");
    expect(aws.invoked.map(({ name, event }) => ({ name, event }))).to.deep.equal([
      { name: "post-denials-1234567", event: { awslogs: { data: "x" } } },
      { name: "post-denials-1234567", event: { warden: "undelivered", incidents: [] } },
    ]);
    for (const { authorization } of aws.invoked) expect(authorization).to.match(/\/eu-west-1\/lambda\/aws4_request/);
    expect(aws.left).to.deep.equal([]);
  });

  it("redrive: leaves in the queue what Lambda does not take, and says why", async () => {
    const aws = await startRedriven([JSON.stringify({ warden: "undelivered", incidents: [] })], 429);
    const endpoints = { AWS_ENDPOINT_URL_SQS: aws.endpoint, AWS_ENDPOINT_URL_LAMBDA: aws.endpoint };
    const run = await stage.run(["redrive", "post-denials"], endpoints);
    aws.stop();
    expect(run.status).to.equal(1);
    expect(run.stdout).to.contain("0 redriven, 1 could not").and.to.contain("TooManyRequestsException");
    expect(aws.left).to.have.lengthOf(1);
  });

  it("redrive: of what is no function, wrong usage that names those that are", async () => {
    const run = await stage.run(["redrive", "toString"]);
    expect(run.status).to.equal(2);
    expect(run.stderr).to.contain("it has post-denials");
  });

  it("say in one line what is missing: credentials, the stack, its outputs, Pulumi itself", async () => {
    stage.reset([]);
    const signedOut = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expectFailure(await stage.run(["pause"], signedOut), /no AWS credentials: sign in/);
    expectFailure(
      await stage.run(["pause"], { AWS_ACCESS_KEY_ID: "AKIANOBODY0000000000" }),
      /AWS does not know these credentials/,
    );
    stage.pulumiSays(255, "", "error: no stack named 'prod' found\n");
    expectFailure(await stage.run(["pause"]), /outputs of stack prod could not be read: no stack named 'prod' found/);
    stage.pulumiSays(0, JSON.stringify({ alertTopicArn: "arn:topic" }));
    expectFailure(await stage.run(["pause"]), /npm run deploy/);
  });
});
