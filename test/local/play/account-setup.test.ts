import { expect } from "chai";

import { accessKeyOf, accountSetup } from "../../../local/play/account-setup";
import { graphOf, lambda, resource } from "./fixture";

describe("the graph", () => {
  const topic = resource("aws:sns/topic:Topic", "alerts", {});

  it("finds resources by type and by ARN", () => {
    const graph = graphOf(topic, lambda);
    expect(graph.all("aws:sns/topic:Topic")).to.deep.equal([topic]);
    expect(graph.withArn("arn:alerts")).to.equal(topic);
    expect(graph.withArn("arn:nowhere")).to.equal(undefined);
  });

  it("tells functions from other resources", () => {
    expect(graphOf(topic, lambda).functionOfArn("arn:post-denials")).to.equal("post-denials");
    expect(graphOf(topic, lambda).functionOfArn("arn:alerts")).to.equal(undefined);
  });
});

describe("the local account of a program", () => {
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: "*" }] };
  const rolePolicy = (role: string) =>
    resource("aws:iam/rolePolicy:RolePolicy", `of-${role}`, { role, policy: JSON.stringify(policy) });
  const role = resource("aws:iam/role:Role", "role", {});
  const withEnvironment = (variables: Record<string, string>) =>
    resource("aws:lambda/function:Function", "post-denials", { role: "arn:role", environment: { variables } });

  it("knows each function by an access key of its own, under the policies of its own role", () => {
    const { callers } = accountSetup(graphOf(role, rolePolicy("role"), rolePolicy("another"), lambda), [
      "post-denials",
    ]);
    expect(callers).to.deep.equal({
      [accessKeyOf(0)]: { function: "post-denials", roleArn: "arn:role", policies: [policy] },
    });
    expect(accessKeyOf(0)).to.not.equal(accessKeyOf(1));
    expect(accessKeyOf(12)).to.match(/^ASIA[A-Z0-9]{16}$/);
  });

  it("has the declared tables, topics and queues", () => {
    const setup = accountSetup(
      graphOf(
        resource("aws:dynamodb/table:Table", "denials", {
          hashKey: "key",
          rangeKey: "item",
          ttl: { attributeName: "expiresAt" },
          globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAtMs", projectionType: "KEYS_ONLY" }],
        }),
        resource("aws:sns/topic:Topic", "alerts", { kmsMasterKeyId: "arn:key" }),
        resource("aws:sqs/queue:Queue", "dead", {}, { url: "https://sqs/dead" }),
        resource("aws:sqs/queue:Queue", "later", { delaySeconds: 30 }, { url: "https://sqs/later" }),
        resource("aws:cloudwatch/eventBus:EventBus", "own", {}),
      ),
      [],
    );
    expect(setup.tables).to.deep.equal([
      {
        name: "denials",
        arn: "arn:denials",
        hashKey: "key",
        rangeKey: "item",
        ttlAttribute: "expiresAt",
        indexes: [{ name: "due", hashKey: "due", rangeKey: "dueAtMs", projection: "KEYS_ONLY", nonKeyAttributes: [] }],
      },
    ]);
    expect(setup.topics).to.deep.equal([{ arn: "arn:alerts", kmsKeyArn: "arn:key" }]);
    expect(setup.queues).to.deep.equal([
      { arn: "arn:dead", url: "https://sqs/dead" },
      { arn: "arn:later", url: "https://sqs/later", delaySeconds: 30 },
    ]);
    expect(setup.eventBuses).to.deep.equal([{ name: "own", arn: "arn:own" }]);
  });

  it("shows a queue's policy, the event sources of functions, and what buckets announce", () => {
    const mapping = (name: string, inputs: object) =>
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", name, { functionName: "f", ...inputs });
    const notified = { topicArn: "arn:topic", events: ["s3:ObjectCreated:*"], filterPrefix: "AWSLogs/" };
    const setup = accountSetup(
      graphOf(
        resource("aws:sqs/queue:Queue", "work", {}, { url: "https://sqs/work" }),
        resource("aws:sqs/queuePolicy:QueuePolicy", "work", { queueUrl: "https://sqs/work", policy: "{}" }),
        mapping("on", { eventSourceArn: "arn:work" }),
        mapping("off", { eventSourceArn: "arn:theirs", enabled: false }),
        resource("aws:s3/bucket:Bucket", "logs", {}),
        resource("aws:s3/bucket:Bucket", "quiet", {}),
        resource("aws:s3/bucketNotification:BucketNotification", "logs", { bucket: "logs", topics: [notified] }),
      ),
      [],
    );
    expect(setup.queues).to.deep.equal([{ arn: "arn:work", url: "https://sqs/work", policy: "{}" }]);
    expect(setup.eventSources).to.deep.equal([
      { id: "on", queueArn: "arn:work", functionName: "f", isEnabled: true },
      { id: "off", queueArn: "arn:theirs", functionName: "f", isEnabled: false },
    ]);
    const { topicArn, events } = notified;
    expect(setup.bucketNotifications).to.deep.equal([
      { bucket: "logs", topics: [{ topicArn, events, prefix: "AWSLogs/", suffix: "" }] },
      { bucket: "quiet", topics: [] },
    ]);
  });

  it("knows the declared log groups, and which one the trail writes into, whoever made it", () => {
    const { logGroups } = accountSetup(
      graphOf(
        resource("aws:cloudwatch/logGroup:LogGroup", "post-denials", {}),
        resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "denied", { logGroupName: "their-trail" }),
        resource("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "denied", { logGroup: "their-trail" }),
      ),
      [],
    );
    expect(logGroups).to.deep.equal([
      { name: "post-denials", isTrail: false },
      { name: "their-trail", isTrail: true },
    ]);
  });

  it("holds stand-ins for declared secrets, never what was declared", () => {
    const { secrets } = accountSetup(
      graphOf(
        resource("aws:secretsmanager/secret:Secret", "webhook", {}),
        resource("aws:secretsmanager/secretVersion:SecretVersion", "version", {
          secretId: "webhook",
          secretString: "real",
        }),
        withEnvironment({ SLACK_WEBHOOK_SECRET_ID: "arn:webhook" }),
      ),
      [],
    );
    expect(secrets).to.have.lengthOf(1);
    expect(secrets?.[0]).to.include({ arn: "arn:webhook", name: "webhook" });
    expect(secrets?.[0]?.value).to.match(/^https:\/\/hooks\.slack\.com\/services\/.*stand-in$/);
  });

  it("holds stand-ins for secrets that are only named, by name or by ARN", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/slack-token-Xy12Zw";
    const { secrets } = accountSetup(
      graphOf(
        withEnvironment({ SLACK_WEBHOOK_SECRET_ID: "team/webhook", SLACK_TOKEN_SECRET_ID: arn, TABLE_NAME: "x" }),
      ),
      [],
    );
    expect(secrets?.map(({ name }) => name)).to.deep.equal(["team/webhook", "team/slack-token"]);
    expect(secrets?.[0]?.arn).to.match(/^arn:aws:secretsmanager:eu-west-1:111122223333:secret:team\/webhook-\w{6}$/);
    expect(secrets?.[1]).to.deep.include({ arn, value: "xoxb-local-stand-in" });
  });
});
