import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { batchQueue } from "../../clients/message-batches";
import { declareLogFiles } from "../../stacks/log-files";
import { encryptionKey } from "../../stacks/encryption-key";
import { trailLogGroup } from "../../stacks/trail";
import type { DeclaredAlone } from "../stacks/declared-alone";
import { declaredAlone } from "../stacks/declared-alone";
import { awsAt, setEnvironment } from "../support/environment";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "us-east-1";
const account = "123456789012";

describe("what a SIEM pulls and is told, against the emulator", () => {
  let moto: Moto;
  let s3: S3Client;
  let sns: SNSClient;
  let sqs: SQSClient;
  let restore: () => void;

  before(async () => {
    moto = await startMoto();
    restore = setEnvironment(awsAt(moto.endpoint, region));
    const options = emulatorClient(moto.endpoint, region);
    s3 = new S3Client({ ...options, forcePathStyle: true });
    sns = new SNSClient(options);
    sqs = new SQSClient(options);
  });
  after(async () => {
    restore?.();
    await moto?.stop();
  });
  beforeEach(() => moto.reset());

  async function queueWith(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return QueueUrl;
  }

  /** Takes all that is in a queue. */
  async function bodiesIn(QueueUrl: string): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return bodies;
      for (const { Body = "", ReceiptHandle } of Messages) {
        bodies.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  }

  it("sends statements ten at once, each once", async () => {
    const url = await queueWith("forward-events");
    const bodies = Array.from({ length: 25 }, (_, index) => JSON.stringify({ warden: "forward", number: index }));
    await moto.record();
    expect(await batchQueue(url).send(bodies)).to.deep.equal([]);
    expect((await moto.recorded()).map(({ operation }) => operation)).to.deep.equal(
      Array.from({ length: 3 }, () => "SendMessageBatch"),
    );
    expect((await bodiesIn(url)).sort()).to.deep.equal([...bodies].sort());
  });

  it("returns what a queue that is not there does not take", async () => {
    const url = (await queueWith("forward-events")).replace("forward-events", "gone");
    expect(await batchQueue(url).send(["one", "two"])).to.deep.equal(["one", "two"]);
  });

  it("announces log files, and neither digests nor anything else, as it is declared", async () => {
    const stack = await declaredAlone(
      (context) => {
        const kmsKeyArn = encryptionKey(context);
        const logGroup = trailLogGroup(context, kmsKeyArn);
        declareLogFiles(context, { logGroup, kmsKeyArn, alertTopicArn: pulumi.output("arn:aws:sns:::alerts") });
      },
      { siem: { logFiles: true } },
      { accountId: account, region },
    );
    const url = await build(stack);
    const place = `AWSLogs/${account}`;
    const file = `${account}_CloudTrail_us-east-1_20260317T1340Z_0f0e0d0c0b0a0908.json.gz`;
    const announced = [`${place}/CloudTrail/us-east-1/2026/03/17/${file}`, `${place}/CloudTrail/eu-west-1/${file}`];
    const others = [
      `${place}/CloudTrail-Digest/us-east-1/2026/03/17/${file}`,
      `${place}/CloudTrail-Insight/us-east-1/2026/03/17/${file}`,
      `${place}/CloudTrail/us-east-1/2026/03/17/notes.txt`,
      `${place}/Config/us-east-1/2026/3/17/${file}`,
      file,
    ];
    const Bucket = bucketOf(stack);
    for (const Key of [...announced, ...others]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "{}" }));
    // Setting a notification is itself announced, as S3 does to test that it may.
    const keys = (await bodiesIn(url)).flatMap((body) => keysIn(body));
    expect(keys.sort()).to.deep.equal([...announced].sort());
  });

  /** Makes bucket, topic, queue and what joins them from the declared inputs. */
  async function build(stack: DeclaredAlone): Promise<string> {
    const { inputs: queue } = only(stack, "aws:sqs/queue:Queue");
    const { maxReceiveCount } = JSON.parse(String(queue.redrivePolicy)) as { maxReceiveCount: number };
    const letters = await queueWith("log-files-dead-letters");
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: letters, AttributeNames: ["QueueArn"] }),
    );
    const url = await queueWith("log-files", {
      VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
      MessageRetentionPeriod: String(queue.messageRetentionSeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount }),
    });
    const Bucket = bucketOf(stack);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "log-files" }));
    const { inputs: topicPolicy } = only(stack, "aws:sns/topicPolicy:TopicPolicy");
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: String(topicPolicy.policy).replaceAll(String(topicPolicy.arn), TopicArn ?? ""),
      }),
    );
    const Endpoint = `arn:aws:sqs:${region}:${account}:log-files`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    const { topics } = only(stack, "aws:s3/bucketNotification:BucketNotification").inputs as {
      topics: readonly { events: "s3:ObjectCreated:*"[]; filterPrefix: string; filterSuffix: string }[];
    };
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          TopicConfigurations: topics.map(({ events, filterPrefix, filterSuffix }) => ({
            TopicArn,
            Events: events,
            Filter: {
              Key: {
                FilterRules: [
                  { Name: "prefix", Value: filterPrefix },
                  { Name: "suffix", Value: filterSuffix },
                ],
              },
            },
          })),
        },
      }),
    );
    return url;
  }
});

function only({ resources }: DeclaredAlone, type: string) {
  const found = resources.filter((one) => one.type === type && one.name === "log-files");
  expect(found, type).to.have.length(1);
  return found[0] as DeclaredAlone["resources"][number];
}

function bucketOf({ resources }: DeclaredAlone): string {
  return String(resources.find(({ type }) => type === "aws:s3/bucket:Bucket")?.outputs.id);
}

/** Keys of the objects that a notification of S3 inside of one of SNS tells of. */
function keysIn(body: string): string[] {
  const { Message } = JSON.parse(body) as { Message: string };
  const { Records = [] } = JSON.parse(Message) as { Records?: { s3: { object: { key: string } } }[] };
  return Records.map(({ s3: { object } }) => decodeURIComponent(object.key));
}
