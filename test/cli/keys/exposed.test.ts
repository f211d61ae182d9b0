import { expect } from "chai";

import { AwsStub, awsError } from "./aws-stub";
import { jsonLines, KeysStage } from "./keys-stage";

const event = "arn:aws:health:global::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/1";
const noPlan = () =>
  awsError("SubscriptionRequiredException", "Amazon Web Services Premium Support Subscription is required");

const healthAnswers = {
  DescribeEvents: ({ nextToken }: Readonly<Record<string, unknown>>) =>
    nextToken === undefined
      ? { events: [], nextToken: "more" }
      : { events: [{ arn: event, eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED" }] },
  DescribeAffectedEntities: () => ({
    entities: [
      {
        entityValue: "AKIAEXAMPLE000000001",
        eventArn: event,
        awsAccountId: "111122223333",
        lastUpdatedTime: Date.parse("2026-03-17T10:00:00Z") / 1000,
        statusCode: "IMPAIRED",
      },
    ],
  }),
};

const resource = (status: string, key: string) => ({
  status,
  resourceId: key,
  isSuppressed: false,
  metadata: [key, "build", "Exposed", "case-1", "2026-03-17", "github.com/\u001b[2Jx", "2026-03-22", "0"],
});

const advisorAnswers = {
  RefreshTrustedAdvisorCheck: () => ({
    status: { checkId: "12Fnkpl8Y5", status: "enqueued", millisUntilNextRefreshable: 1 },
  }),
  DescribeTrustedAdvisorCheckResult: () => ({
    result: {
      checkId: "12Fnkpl8Y5",
      flaggedResources: [resource("error", "AKIAEXAMPLE000000002"), resource("ok", "AKIAEXAMPLE000000003")],
    },
  }),
};

describe("warden keys exposed", function () {
  this.timeout(20_000);
  const stage = new KeysStage();
  let aws: AwsStub;
  let environment: Record<string, string | undefined>;
  beforeEach(async () => {
    aws = new AwsStub();
    environment = {
      AWS_ENDPOINT_URL: await aws.start(),
      AWS_ACCESS_KEY_ID: "ASIACALLER0000000001",
      AWS_SECRET_ACCESS_KEY: "invented",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  });
  afterEach(() => aws.stop());
  after(() => stage.remove());

  it("lists what AWS Health and Trusted Advisor have announced, and says so by its status", async () => {
    aws.answers = { ...healthAnswers, ...advisorAnswers };
    const run = await stage.run(["exposed"], environment);
    expect(run.status, run.stderr).to.equal(3);
    expect(run.stdout).to.contain("2 exposed keys");
    expect(run.stdout).to.match(
      /AKIAEXAMPLE000000001 +111122223333 +AWS_RISK_CREDENTIALS_EXPOSED +2026-03-17T10:00:00.000Z +IMPAIRED +AWS Health/,
    );
    expect(run.stdout).to.match(
      /AKIAEXAMPLE000000002 +build +Exposed +2026-03-17 +github.com\/\[U\+001B\]\[2Jx +Trusted Advisor/,
    );
    expect(run.stderr).to.equal("");
    const [first] = aws.calls;
    expect(first?.input).to.have.nested.property("filter.services").that.deep.equals(["RISK"]);
    const json = await stage.run(["exposed", "--json"], environment);
    expect(jsonLines(json.stdout)).to.have.lengthOf(2);
  });

  it("says which source the support plan leaves out, and asks the other", async () => {
    aws.answers = { ...healthAnswers, RefreshTrustedAdvisorCheck: noPlan };
    const run = await stage.run(["exposed"], environment);
    expect(run.status).to.equal(3);
    expect(run.stdout).to.contain("1 exposed key");
    expect(run.stderr).to.match(/^Trusted Advisor: not asked, because this account's support plan/);
  });

  it("takes the last result where the check may not be refreshed yet, and says where nothing is exposed", async () => {
    aws.answers = {
      DescribeEvents: () => ({ events: [] }),
      RefreshTrustedAdvisorCheck: () => awsError("InvalidParameterValueException"),
      DescribeTrustedAdvisorCheckResult: () => ({ result: { flaggedResources: [] } }),
    };
    const run = await stage.run(["exposed"], environment);
    expect(run).to.deep.include({ status: 0, stderr: "", stdout: "AWS has announced no exposed key.\n" });
  });

  it("is status 1, with a line for each, where neither could be asked", async () => {
    aws.answers = {
      DescribeEvents: noPlan,
      RefreshTrustedAdvisorCheck: () => awsError("AccessDeniedException", "not allowed"),
    };
    const run = await stage.run(["exposed"], environment);
    expect(run.status).to.equal(1);
    expect(run.stdout).to.equal("");
    expect(run.stderr.trim().split("\n")).to.have.lengthOf(2);
    expect(run.stderr).to.contain("Trusted Advisor: AccessDeniedException: not allowed");
  });
});
