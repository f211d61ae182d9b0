import { expect } from "chai";

import { auditSource } from "../../../cli/doctor/preview-audit";
import { goodAnswers, topicArn } from "../../clients/account-facts/answers";
import type { AnsweringAws, Answers } from "../../clients/account-facts/answering-aws";
import { startAnsweringAws } from "../../clients/account-facts/answering-aws";
import { accountId, configured, region } from "../../core/doctor/facts";
import { askingSurroundings } from "../doctor-stage";
import { runHere } from "../run-here";

describe("what a preview says of the trail that is read", function () {
  this.timeout(10_000);

  let aws: AnsweringAws;
  before(async () => {
    aws = await startAnsweringAws();
  });
  after(() => aws.stop());

  async function said(trail: object, answers: Answers = {}, patienceMs?: number): Promise<readonly string[]> {
    aws.answer({ ...goodAnswers, ...answers });
    const stack = { configuration: configured({ trail }), region, profile: undefined };
    const run = await runHere(() => auditSource(stack, patienceMs).then(() => 0), askingSurroundings(aws));
    expect(run.stdout).to.equal("");
    return run.stderr.split("\n").filter((line) => line !== "");
  }

  const destinationArn = `arn:aws:lambda:${region}:${accountId}:function:siem`;
  const taken = { subscriptionFilters: [{ filterName: "siem", destinationArn }] };

  it("names who holds a slot that is wanted", async () => {
    const [first] = await said({ logGroup: "audit" }, { "logs:DescribeSubscriptionFilters": taken });
    expect(first).to.match(
      /^WILL FAIL {2}slots of log group audit: 1 of 2 free, one held by siem \(function siem of account/,
    );
  });

  it("has nothing to say against a slot that is not wanted", async () => {
    const lines = await said({ logGroup: "audit", subscriptions: 1 }, { "logs:DescribeSubscriptionFilters": taken });
    expect(lines.filter((line) => !line.startsWith("OK"))).to.deep.equal([]);
    expect(lines.join("\n")).to.include("1 of 2 free");
  });

  it("says that a log group of class Infrequent Access has no filters", async () => {
    const logGroups = [{ logGroupName: "audit", logGroupClass: "INFREQUENT_ACCESS", retentionInDays: 90 }];
    const [first] = await said({ logGroup: "audit" }, { "logs:DescribeLogGroups": { logGroups } });
    expect(first).to.match(/^WILL FAIL {2}log group audit: class INFREQUENT_ACCESS/);
  });

  it("prints a bucket's notifications as they are", async () => {
    const lines = await said({ bucket: "audit-logs", topic: topicArn });
    expect(lines.join("\n")).to.match(
      /notifications of bucket audit-logs: s3:ObjectCreated:\* below AWSLogs\/ to the topic/,
    );
  });

  it("does not wait for an AWS that says nothing", async () => {
    const lines = await said({ logGroup: "audit" }, { "logs:DescribeLogGroups": "silence" }, 200);
    expect(lines).to.deep.equal([
      "NOT SEEN   the trail that is read: could not be seen: AWS did not answer within 0.2 s",
    ]);
  });

  it("says who may not look, and goes on with the rest", async () => {
    const lines = await said({ logGroup: "audit" }, { "logs:DescribeSubscriptionFilters": "refused" });
    expect(lines[0]).to.match(/^NOT SEEN {3}slots of log group audit.*needs logs:DescribeSubscriptionFilters$/);
    expect(lines.length).to.be.greaterThan(1);
  });

  it("asks nothing where the stack creates its trail", async () => {
    expect(await said({ create: true })).to.deep.equal([]);
    expect(aws.calls).to.deep.equal([]);
  });
});
