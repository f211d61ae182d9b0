import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { zipSync } from "fflate";

import { callLimits } from "../../clients/call-limits";
import { keptClients } from "../../clients/link-facts/asking";
import { lookAtLinks } from "../../clients/link-facts/look-at-links";
import { judgeLink } from "../../core/probe/judge-link";
import type { Link } from "../../core/probe/links";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "us-east-1";
const account = "123456789012";
const topicArn = `arn:aws:sns:${region}:${account}:log-files`;
const queueArn = `arn:aws:sqs:${region}:${account}:log-files`;
const service = "sns.amazonaws.com";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Announcements",
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sqs:SendMessage"],
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
    },
  ],
});

describe("what warden verify sees of queues, against the emulator", () => {
  let moto: Moto;
  let s3: S3Client;
  let sns: SNSClient;
  let sqs: SQSClient;
  let lambda: LambdaClient;
  let iam: IAMClient;
  let url: string;

  before(async () => {
    moto = await startMoto();
    const options = emulatorClient(moto.endpoint, region);
    s3 = new S3Client({ ...options, forcePathStyle: true });
    sns = new SNSClient(options);
    sqs = new SQSClient(options);
    lambda = new LambdaClient(options);
    iam = new IAMClient(options);
  });
  after(async () => {
    for (const client of [s3, sns, sqs, lambda, iam]) client.destroy();
    await moto.stop();
  });

  beforeEach("a bucket, a topic, a queue, and a function that takes from it", async () => {
    await moto.reset();
    const Attributes = { Policy: policy };
    ({ QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "log-files", Attributes })));
    await sns.send(new CreateTopicCommand({ Name: "log-files" }));
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn }));
    await s3.send(new CreateBucketCommand({ Bucket: "logs" }));
    await announce("AWSLogs/");
  });

  async function announce(prefix: string): Promise<void> {
    const FilterRules = [
      { Name: "prefix" as const, Value: prefix },
      { Name: "suffix" as const, Value: ".json.gz" },
    ];
    const topic = { TopicArn: topicArn, Events: ["s3:ObjectCreated:*" as const], Filter: { Key: { FilterRules } } };
    const NotificationConfiguration = { TopicConfigurations: [topic] };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: "logs", NotificationConfiguration }));
  }

  /** A mapping to a function of this name; returns its id. */
  async function mapTo(FunctionName: string): Promise<string> {
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument: "{}" }));
    const ZipFile = zipSync({ "index.js": Buffer.from("exports.handler = () => {};") });
    const code = { Code: { ZipFile }, Handler: "index.handler", Runtime: "nodejs22.x" as const };
    await lambda.send(new CreateFunctionCommand({ FunctionName, Role: Role?.Arn, ...code }));
    const mapping = { EventSourceArn: queueArn, FunctionName };
    const { UUID = "" } = await lambda.send(new CreateEventSourceMappingCommand(mapping));
    return UUID;
  }

  const links = (): readonly Link[] => [
    {
      kind: "bucket-notification",
      title: "log-files",
      bucket: "logs",
      topicArn,
      prefixes: ["AWSLogs/"],
      suffix: ".json.gz",
    },
    { kind: "topic-subscription", title: "log-files", topicArn, isTopicOfOthers: false, endpoint: queueArn },
    {
      kind: "queue",
      title: "log-files",
      arn: queueArn,
      url,
      isOfOthers: false,
      senders: [{ service, sourceArn: topicArn }],
    },
    { kind: "event-source", title: "log-files", queueArn, functionName: "taker" },
  ];

  /** What does not hold, with what is said of it. */
  async function found(): Promise<readonly string[]> {
    const credentials = () => Promise.resolve({ accessKeyId: "AKIAINVENTED", secretAccessKey: "invented" });
    const options = () => ({ ...callLimits, ...emulatorClient(moto.endpoint, region), credentials });
    const clients = keptClients(options);
    const request = () => Promise.resolve(200);
    const looked = await lookAtLinks(links(), { options, client: clients.client, sinceMs: 0, nowMs: 0, request });
    clients.close();
    const findings = looked.map(({ link, looked: facts }) => judgeLink(link, facts));
    return findings.flatMap(({ link, state, says }) => (state === "holds" ? [] : [`${state} ${link}: ${says}`]));
  }

  it("is whole where everything is there", async () => {
    await mapTo("taker");
    expect(await found()).to.deep.equal([]);
  });

  it("is an event source that leads to another function", async () => {
    await mapTo("another");
    const [first, ...others] = await found();
    expect(first).to.match(/^broken event source log-files: no event source mapping leads/);
    expect(others).to.deep.equal([]);
  });

  it("is an event source that is switched off", async () => {
    const UUID = await mapTo("taker");
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    const [first, ...others] = await found();
    expect(first).to.match(/^broken event source log-files: it is Disabl/);
    expect(others).to.deep.equal([]);
  });

  it("is a queue whose policy lets nobody in, and one that is gone", async () => {
    await mapTo("taker");
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: "" } }));
    const shut = `broken queue log-files: its policy does not let ${service} send to it for ${topicArn}`;
    expect(await found()).to.deep.equal([shut]);
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    expect(await found()).to.include("broken queue log-files: there is no such queue");
  });

  it("is a bucket that announces something else", async () => {
    await mapTo("taker");
    await announce("elsewhere/");
    const lost = `it does not announce new objects below AWSLogs/ on ${topicArn}`;
    expect(await found()).to.deep.equal([`broken bucket notification log-files: ${lost}`]);
  });
});
