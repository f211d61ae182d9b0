import { expect } from "chai";

import { accountFacts } from "../../../clients/account-facts/account-facts";
import { askerFor } from "../../../clients/account-facts/asker";
import type { Asker } from "../../../clients/account-facts/asker";
import { bucketFacts } from "../../../clients/account-facts/bucket";
import { simulationOf } from "../../../clients/account-facts/deployer";
import { keyOf } from "../../../clients/account-facts/encryption-key";
import { detectorsIn } from "../../../clients/account-facts/guard-duty";
import { concurrencyOf } from "../../../clients/account-facts/limits";
import { logGroupFacts } from "../../../clients/account-facts/log-group";
import { trailsOf } from "../../../clients/account-facts/trails";
import type { Configuration } from "../../../core/configuration/configuration";
import type { AccountFacts } from "../../../core/doctor/facts";
import { doctorPolicy } from "../../../core/doctor/permissions";
import type { Seen } from "../../../core/doctor/seen";
import { accountId, configured, otherAccount, place, region } from "../../core/doctor/facts";
import { awsAt, setEnvironment } from "../../support/environment";
import type { AnsweringAws, Answers } from "./answering-aws";
import { startAnsweringAws } from "./answering-aws";
import { boundaryArn, everythingRefused, goodAnswers, keyArn, queueArn, topicArn, trailArn } from "./answers";

const scope = { partition: "aws", region, account: accountId };

const named = { slack: { webhookSecret: "hook" }, kmsKeyArn: keyArn, permissionsBoundary: boundaryArn };
const configurations: Readonly<Record<string, Configuration>> = {
  "a trail of its own": configured(named),
  "a log group": configured({ ...named, trail: { logGroup: "audit" } }),
  "a bucket and its topic": configured({ ...named, trail: { bucket: "audit-logs", topic: topicArn } }),
  "a bucket and its queue": configured({ ...named, trail: { bucket: "audit-logs", queue: queueArn } }),
  "nothing that can be left out": configured(),
};

describe("what an account has, as AWS says it", function () {
  // Every client is loaded with the first question.
  this.timeout(10_000);

  let aws: AnsweringAws;
  let restore: () => void;
  before(async () => {
    aws = await startAnsweringAws();
    restore = setEnvironment({ ...awsAt(aws.endpoint), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
  });
  after(async () => {
    restore();
    await aws.stop();
  });

  async function factsFor(configuration: Configuration, changes: Answers = {}): Promise<AccountFacts> {
    aws.answer({ ...goodAnswers, ...changes });
    const asker = askerFor({ region });
    const looked = { configuration, watchedRegions: [region, "us-east-1"], deployActions: ["iam:CreateRole"] };
    return { ...(await accountFacts(await asker.place(), looked, asker)), concurrency: await concurrencyOf(asker) };
  }
  const actionsAsked = () =>
    [...new Set(aws.calls.map(({ service, operation }) => `${service}:${operation}`))]
      .filter((action) => action !== "sts:GetCallerIdentity")
      .sort();

  for (const [what, configuration] of Object.entries(configurations)) {
    it(`takes what the policy of doctor allows for ${what}, and all of that, which reads alone`, async () => {
      await factsFor(configuration);
      const allowed = doctorPolicy(configuration, scope).Statement.flatMap(({ Action }) => Action);
      expect(actionsAsked()).to.deep.equal([...allowed].sort());
      for (const action of allowed) expect(action).to.match(/:(?:Get|List|Describe|Simulate)/);
      expect(allowed, "no value of a secret").to.not.include("secretsmanager:GetSecretValue");
    });
  }

  it("is whole: trails, log group, detectors, limits, secrets, key, organization, simulation", async () => {
    const facts = await factsFor(configured({ ...named, trail: { logGroup: "audit" } }));
    expect(facts.place.caller).to.equal(`arn:aws:sts::${accountId}:assumed-role/deployer/dana`);
    expect(facts.regions).to.deep.equal({ value: { [region]: true, "us-east-1": true, "ap-east-1": false } });
    expect(facts.trails).to.deep.equal({
      value: [
        {
          arn: trailArn,
          name: "audit",
          homeRegion: region,
          isMultiRegion: true,
          isOrganization: false,
          hasValidation: true,
          hasGlobalEvents: true,
          kmsKeyId: keyArn,
          logGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:audit`,
          bucket: "audit-logs",
          topicArn,
          status: { value: { isLogging: true } },
          managementEvents: { value: "all" },
        },
      ],
    });
    expect(facts.logGroup?.state).to.deep.equal({ value: { logGroupClass: "STANDARD", retentionDays: 365 } });
    expect(facts.logGroup?.masking).to.deep.equal({ value: { maskedIdentifiers: [], hasTransformer: false } });
    expect(facts.detectors.map((one) => one.region)).to.deep.equal([region, "us-east-1"]);
    expect(facts.detectors[0]?.detector).to.deep.equal({
      value: {
        isEnabled: true,
        frequency: "FIFTEEN_MINUTES",
        isOwn: false,
        members: 0,
        threatLists: 1,
        trustedLists: 0,
      },
    });
    expect(facts.concurrency).to.deep.equal({ value: { quota: 1_000, unreserved: 900 } });
    expect(facts.functions).to.deep.equal({ value: ["audit"] });
    expect(facts.secrets).to.deep.equal({ hook: { value: { isBeingDeleted: false } } });
    expect(facts.key).to.have.nested.property("value.state", "Enabled");
    expect(facts.key).to.have.nested.property("value.statements").with.length(2);
    expect(facts.organization).to.deep.equal({
      value: {
        id: "o-abc1234567",
        managementAccountId: otherAccount,
        delegatedServices: { value: ["cloudtrail.amazonaws.com"] },
        trustedServices: { value: ["cloudtrail.amazonaws.com"] },
      },
    });
    expect(facts.permissionsBoundary).to.deep.equal({ value: true });
    expect(facts.simulation).to.deep.equal({
      value: [{ action: "iam:CreateRole", decision: "allowed", isAllowedByOrganization: true }],
    });
  });

  it("has the notifications of a bucket as they are", async () => {
    const facts = await factsFor(configured({ trail: { bucket: "audit-logs", queue: queueArn } }));
    expect(facts.bucket).to.deep.equal({
      name: "audit-logs",
      region: { value: region },
      notifications: {
        value: {
          targets: [{ kind: "topic", arn: topicArn, events: ["s3:ObjectCreated:*"], prefix: "AWSLogs/" }],
          sendsToEventBridge: false,
        },
      },
      queue: { value: { visibilityTimeoutSeconds: 720 } },
    });
  });

  async function asking<Value>(answers: Answers, ask: (asker: Asker) => Promise<Value>): Promise<Value> {
    aws.answer({ ...goodAnswers, ...answers });
    return ask(askerFor({ region }));
  }
  const guardDutyOf = async (answers: Answers) =>
    (await asking(answers, (asker) => detectorsIn([region], asker)))[0]?.detector;
  const logGroupOf = (answers: Answers) => asking(answers, (asker) => logGroupFacts("audit", asker));

  it("asks about a trail in its home region, and about GuardDuty in each", async () => {
    const far = { Name: "far", TrailARN: trailArn.replace(region, "us-west-2"), HomeRegion: "us-west-2" };
    const regionsOf = (name: string) =>
      aws.calls.filter(({ operation }) => operation === name).map((call) => call.region);
    await asking({ "cloudtrail:DescribeTrails": { trailList: [far] } }, trailsOf);
    expect([regionsOf("DescribeTrails"), regionsOf("GetTrailStatus")]).to.deep.equal([[region], ["us-west-2"]]);
    await asking({}, (asker) => detectorsIn([region, "us-east-1"], asker));
    expect(regionsOf("ListDetectors")).to.have.members([region, "us-east-1"]);
  });

  it("knows a member of GuardDuty by its administrator, and an administrator by its members", async () => {
    const managed = { administrator: { accountId: otherAccount, relationshipStatus: "Enabled" } };
    expect(await guardDutyOf({ "guardduty:GetAdministratorAccount": managed })).to.have.nested.property(
      "value.administrator",
      otherAccount,
    );
    const member = {
      accountId: otherAccount,
      email: "a@example.com",
      masterId: accountId,
      relationshipStatus: "Enabled",
      updatedAt: "2026-01-01T00:00:00Z",
    };
    const pages = [
      { members: [member, member], nextToken: "more" },
      { members: [member], nextToken: "" },
    ];
    const found = await guardDutyOf({ [`${region}/guardduty:ListMembers`]: () => pages.shift() ?? {} });
    expect(found).to.have.nested.property("value.members", 3);
  });

  it("knows that GuardDuty is off, and a detector of Warden's own by its tag", async () => {
    expect(await guardDutyOf({ "guardduty:ListDetectors": { detectorIds: [] } })).to.deep.equal({ value: undefined });
    const own = { status: "ENABLED", serviceRole: "role", tags: { "api-warden:stack": "dev" } };
    expect(await guardDutyOf({ "guardduty:GetDetector": own })).to.have.nested.property("value.isOwn", true);
  });

  it("has the slots with their destinations, and the class of the one log group", async () => {
    const destinationArn = `arn:aws:kinesis:${region}:${otherAccount}:stream/trail`;
    const found = await logGroupOf({
      "logs:DescribeSubscriptionFilters": { subscriptionFilters: [{ filterName: "siem", destinationArn }] },
      "logs:DescribeLogGroups": { logGroups: [{ logGroupName: "audit", logGroupClass: "INFREQUENT_ACCESS" }] },
    });
    expect(found.subscriptions).to.deep.equal({ value: [{ name: "siem", destinationArn }] });
    expect(found.state).to.deep.equal({ value: { logGroupClass: "INFREQUENT_ACCESS", retentionDays: undefined } });
  });

  it("reads metric filters page by page", async () => {
    const pages = [
      { metricFilters: [{ filterName: "a", filterPattern: "x" }], nextToken: "more" },
      { metricFilters: [{ filterName: "b", filterPattern: "y" }] },
    ];
    const found = await logGroupOf({ "logs:DescribeMetricFilters": () => pages.shift() ?? {} });
    expect(found.metricFilters).to.have.deep.property("value", [
      { name: "a", pattern: "x" },
      { name: "b", pattern: "y" },
    ]);
  });

  it("knows what is masked by a policy of the log group or of the account", async () => {
    const policyDocument = (name: string) =>
      JSON.stringify({
        Statement: [
          { DataIdentifier: [`arn:aws:dataprotection::aws:data-identifier/${name}`], Operation: { Deidentify: {} } },
        ],
      });
    const found = await logGroupOf({
      "logs:GetDataProtectionPolicy": { policyDocument: policyDocument("IpAddress") },
      "logs:DescribeAccountPolicies": { accountPolicies: [{ policyDocument: policyDocument("AwsSecretKey") }] },
      "logs:GetTransformer": { transformerConfig: [{ parseJSON: {} }] },
    });
    expect(found.masking).to.deep.equal({
      value: { maskedIdentifiers: ["AwsSecretKey", "IpAddress"], hasTransformer: true },
    });
  });

  it("takes what is not there for that, and not for a failure", async () => {
    const facts = await factsFor(configured({ ...named, trail: { logGroup: "audit" } }), {
      "logs:DescribeLogGroups": { logGroups: [{ logGroupName: "audit-more" }] },
      "logs:DescribeSubscriptionFilters": { error: "ResourceNotFoundException" },
      "logs:DescribeMetricFilters": { error: "ResourceNotFoundException" },
      "logs:GetDataProtectionPolicy": { error: "ResourceNotFoundException" },
      "logs:GetTransformer": { error: "ResourceNotFoundException" },
      "secretsmanager:DescribeSecret": { error: "ResourceNotFoundException" },
      "kms:DescribeKey": { error: "NotFoundException" },
      "organizations:DescribeOrganization": { error: "AWSOrganizationsNotInUseException" },
      "iam:GetPolicy": { error: "NoSuchEntity", status: 404 },
    });
    const seen: readonly (Seen<unknown> | undefined)[] = [
      facts.logGroup?.state,
      facts.secrets.hook,
      facts.key,
      facts.organization,
    ];
    for (const one of seen) expect(one).to.deep.equal({ value: undefined });
    expect(facts.logGroup?.subscriptions).to.deep.equal({ value: [] });
    expect(facts.permissionsBoundary).to.deep.equal({ value: false });
  });

  it("asks for a key in the region that its ARN names", async () => {
    const elsewhere = keyArn.replace(region, "us-east-1");
    const found = await asking({}, (asker) => keyOf(elsewhere, asker));
    expect(found).to.have.nested.property("value.state", "Enabled");
    expect(aws.calls.map((call) => `${call.region}/${call.operation}`)).to.deep.equal([
      "us-east-1/DescribeKey",
      "us-east-1/GetKeyPolicy",
    ]);
    for (const { input } of aws.calls) expect(JSON.parse(input)).to.include({ KeyId: elsewhere });
  });

  it("knows a bucket of the oldest region, and what is not there of a bucket, a queue, a topic", async () => {
    const trailIn = { kind: "bucket", bucket: "audit-logs", prefix: "" } as const;
    const byTopic = { ...trailIn, announcedBy: { kind: "topic", topicArn } as const };
    const byQueue = { ...trailIn, announcedBy: { kind: "queue", queueArn } as const };
    const oldest = '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';
    const inOldest = await asking({ "s3:GetBucketLocation": oldest }, (asker) => bucketFacts(byTopic, asker));
    expect(inOldest.region).to.deep.equal({ value: "us-east-1" });
    const missing: Answers = {
      "s3:GetBucketLocation": { error: "NoSuchBucket", status: 404 },
      "sns:GetTopicAttributes": { error: "NotFound", status: 404 },
      "sqs:GetQueueUrl": { error: "com.amazonaws.sqs#QueueDoesNotExist" },
    };
    const noTopic = await asking(missing, (asker) => bucketFacts(byTopic, asker));
    expect([noTopic.region, noTopic.topic]).to.deep.equal([{ value: undefined }, { value: false }]);
    expect((await asking(missing, (asker) => bucketFacts(byQueue, asker))).queue).to.deep.equal({ value: undefined });
  });

  it("says of everything that is refused which action it takes, and goes on with the rest", async () => {
    const facts = await factsFor(configured({ ...named, trail: { logGroup: "audit" } }), everythingRefused);
    const unseen = (needs: string) => ({ needs: [needs] });
    expect(facts.regions).to.deep.equal(unseen("ec2:DescribeRegions"));
    expect(facts.trails).to.deep.equal(unseen("cloudtrail:DescribeTrails"));
    expect(facts.logGroup?.state).to.deep.equal(unseen("logs:DescribeLogGroups"));
    expect(facts.logGroup?.subscriptions).to.deep.equal(unseen("logs:DescribeSubscriptionFilters"));
    expect(facts.detectors[0]?.detector).to.deep.equal(unseen("guardduty:ListDetectors"));
    expect(facts.concurrency).to.deep.equal(unseen("lambda:GetAccountSettings"));
    expect(facts.secrets.hook).to.deep.equal(unseen("secretsmanager:DescribeSecret"));
    expect(facts.key).to.deep.equal(unseen("kms:DescribeKey"));
    expect(facts.organization).to.deep.equal(unseen("organizations:DescribeOrganization"));
    expect(facts.permissionsBoundary).to.deep.equal(unseen("iam:GetPolicy"));
    expect(facts.simulation).to.deep.equal(unseen("iam:GetRole"));
  });

  it("says why something failed that was not refused", async () => {
    expect(
      await asking({ "lambda:GetAccountSettings": { error: "ValidationException" } }, concurrencyOf),
    ).to.deep.equal({
      needs: ["lambda:GetAccountSettings"],
      why: "lambda:GetAccountSettings: ValidationException: invented",
    });
  });

  it("simulates by the role behind a session, by the user itself, and not the root user", async () => {
    const simulatedAs = (name: string) =>
      asking({}, (asker) => simulationOf(["iam:CreateRole"], { ...place, caller: name }, asker));
    const sources = () =>
      aws.calls.map(({ input }) => new URLSearchParams(input).get("PolicySourceArn")).filter(Boolean);
    await simulatedAs(`arn:aws:sts::${accountId}:assumed-role/deployer/dana`);
    expect(sources()).to.deep.equal([`arn:aws:iam::${accountId}:role/team/deployer`]);
    await simulatedAs(`arn:aws:iam::${accountId}:user/team/dana`);
    expect(sources()).to.deep.equal([`arn:aws:iam::${accountId}:user/team/dana`]);
    const root = await simulatedAs(`arn:aws:iam::${accountId}:root`);
    expect(sources()).to.deep.equal([]);
    expect(root).to.have.property("why").that.includes("can't be simulated");
  });

  it("simulates any number of actions, a hundred at a time", async () => {
    const actions = Array.from({ length: 230 }, (_, index) => `s3:Put${index}`);
    const found = await asking({}, (asker) => simulationOf(actions, place, asker));
    expect(aws.calls).to.have.length(3);
    expect("value" in found ? found.value.map(({ action }) => action) : []).to.deep.equal(actions);
  });
});
