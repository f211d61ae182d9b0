import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { declareLogFiles } from "../../stacks/log-files";
import { encryptionKey } from "../../stacks/encryption-key";
import { trailLogGroup } from "../../stacks/trail";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { statementsOf } from "./graph";

const reader = "arn:aws:iam::444455556666:role/splunk";
const topicArn = "arn:aws:sns:eu-central-1:777788889999:log-archive";

const queueType = "aws:sqs/queue:Queue";
const notificationType = "aws:s3/bucketNotification:BucketNotification";
const alertTopicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";

/** The trail, its key, and what announces its log files. */
async function declared(settings: Readonly<Record<string, unknown>>): Promise<DeclaredAlone> {
  return declaredAlone((context) => {
    const kmsKeyArn = encryptionKey(context);
    const logGroup = trailLogGroup(context, kmsKeyArn);
    declareLogFiles(context, { logGroup, kmsKeyArn, alertTopicArn: pulumi.output(alertTopicArn) });
  }, settings);
}

function only({ resources }: DeclaredAlone, type: string, name: string) {
  const found = resources.filter((one) => one.type === type && one.name === name);
  expect(found, `${type} ${name}`).to.have.length(1);
  return found[0] as DeclaredAlone["resources"][number];
}

const of = ({ resources }: DeclaredAlone, ...types: readonly string[]) =>
  resources.filter(({ type }) => types.includes(type)).map(({ name }) => name);

describe("the announcement of new log files", () => {
  it("is not there unless it is asked for", async () => {
    const stack = await declared({ siem: { readers: [reader] } });
    expect(of(stack, queueType, notificationType, "aws:sns/topic:Topic")).to.deep.equal([]);
    expect(JSON.stringify(stack.resources)).to.not.contain(reader);
  });

  describe("of a trail of the stack's own", () => {
    let stack: DeclaredAlone;
    before(async () => void (stack = await declared({ siem: { logFiles: true, readers: [reader] } })));

    const topic = () => only(stack, "aws:sns/topic:Topic", "log-files");
    const bucket = () => only(stack, "aws:s3/bucket:Bucket", "trail-logs");
    const queue = () => only(stack, queueType, "log-files");

    it("comes from the bucket for log files alone, and not for digests", () => {
      const { inputs } = only(stack, notificationType, "log-files");
      expect(inputs.bucket).to.equal(bucket().outputs.id);
      expect(inputs.topics).to.deep.equal([
        {
          topicArn: topic().outputs.arn,
          events: ["s3:ObjectCreated:*"],
          filterPrefix: "AWSLogs/111122223333/CloudTrail/",
          filterSuffix: ".json.gz",
        },
      ]);
    });

    it("goes over an encrypted topic that S3 alone may publish to, for this bucket of this account", () => {
      const { outputs } = only(stack, "aws:kms/key:Key", "warden");
      expect(topic().inputs.kmsMasterKeyId).to.equal(outputs.arn);
      expect(statementsOf(only(stack, "aws:sns/topicPolicy:TopicPolicy", "log-files").inputs.policy)).to.deep.equal([
        {
          Effect: "Allow",
          Sid: "Announce",
          Principal: { Service: "s3.amazonaws.com" },
          Action: ["sns:Publish"],
          Resource: topic().outputs.arn,
          Condition: {
            ArnEquals: { "aws:SourceArn": bucket().outputs.arn },
            StringEquals: { "aws:SourceAccount": "111122223333" },
          },
        },
      ]);
    });

    it("waits in an encrypted queue for 14 days, which that topic alone may send to", () => {
      const { inputs } = queue();
      expect(inputs).to.include({
        messageRetentionSeconds: 1_209_600,
        sqsManagedSseEnabled: true,
        visibilityTimeoutSeconds: 300,
      });
      const [first] = statementsOf(only(stack, "aws:sqs/queuePolicy:QueuePolicy", "log-files").inputs.policy);
      expect(first).to.deep.include({
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["sqs:SendMessage"],
        Resource: queue().outputs.arn,
        Condition: {
          ArnEquals: { "aws:SourceArn": topic().outputs.arn },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        },
      });
    });

    it("is a dead letter after twenty receptions, which people are told of", () => {
      const letters = only(stack, queueType, "log-files-dead-letters");
      expect(JSON.parse(String(queue().inputs.redrivePolicy))).to.deep.equal({
        deadLetterTargetArn: letters.outputs.arn,
        maxReceiveCount: 20,
      });
      expect(letters.inputs.messageRetentionSeconds).to.equal(1_209_600);
      for (const [name, watched] of [
        ["log-files-dead-letters", letters],
        ["log-files-waiting", queue()],
      ] as const) {
        const alarm = only(stack, "aws:cloudwatch/metricAlarm:MetricAlarm", name);
        expect(alarm.inputs.dimensions).to.deep.equal({ QueueName: watched.outputs.name });
        expect(alarm.inputs.alarmActions).to.deep.equal([alertTopicArn]);
      }
    });

    it("and the log files are for the named readers, who may change nothing", () => {
      const granted = [
        ...statementsOf(only(stack, "aws:sqs/queuePolicy:QueuePolicy", "log-files").inputs.policy),
        ...statementsOf(only(stack, "aws:s3/bucketPolicy:BucketPolicy", "trail-logs").inputs.policy),
        ...statementsOf(only(stack, "aws:kms/key:Key", "warden").inputs.policy),
      ].filter(({ Principal }) => JSON.stringify(Principal).includes(reader));
      expect(granted.map(({ Principal }) => Principal)).to.deep.equal(granted.map(() => ({ AWS: [reader] })));
      expect(granted.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
        [
          [
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
          ],
          queue().outputs.arn,
        ],
        [["s3:GetObject"], `${String(bucket().outputs.arn)}/AWSLogs/*`],
        [["kms:Decrypt"], "*"],
      ]);
      const { Condition } = granted[2] ?? {};
      expect(Condition).to.deep.equal({
        StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
        },
      });
    });
  });

  it("comes from the folder of the organization too, where the trail is its", async () => {
    const stack = await declared({ trail: { create: true, organization: true }, siem: { logFiles: true } });
    const { topics } = only(stack, notificationType, "log-files").inputs as {
      topics: readonly { filterPrefix: string }[];
    };
    expect(topics.map(({ filterPrefix }) => filterPrefix.replace(/o-[a-z0-9]+/, "o-ID"))).to.deep.equal([
      "AWSLogs/111122223333/CloudTrail/",
      "AWSLogs/o-ID/",
    ]);
  });

  it("has the redrive count and the visibility time-out that the stack asks for", async () => {
    const stack = await declared({ siem: { logFiles: true, visibilityTimeout: "15m", maxReceiveCount: 4 } });
    const { inputs } = only(stack, queueType, "log-files");
    expect(inputs.visibilityTimeoutSeconds).to.equal(900);
    expect(JSON.parse(String(inputs.redrivePolicy))).to.include({ maxReceiveCount: 4 });
  });

  describe("of a trail that is somebody else's", () => {
    const trail = { logGroup: "aws-cloudtrail-logs" };

    it("is the topic's that the stack names, in whatever account it is, and the bucket keeps its notifications", async () => {
      const stack = await declared({ trail, siem: { logFiles: true, topic: topicArn } });
      expect(stack.failure).to.equal(undefined);
      expect(of(stack, notificationType, "aws:sns/topic:Topic", "aws:s3/bucket:Bucket")).to.deep.equal([]);
      expect(only(stack, "aws:sns/topicSubscription:TopicSubscription", "log-files").inputs).to.include({
        topic: topicArn,
        protocol: "sqs",
        endpoint: only(stack, queueType, "log-files").outputs.arn,
      });
      const [first] = statementsOf(only(stack, "aws:sqs/queuePolicy:QueuePolicy", "log-files").inputs.policy);
      expect(first?.Condition).to.deep.equal({
        ArnEquals: { "aws:SourceArn": topicArn },
        StringEquals: { "aws:SourceAccount": "777788889999" },
      });
    });

    it("stops the preview where no topic is named, and says what to name", async () => {
      const stack = await declared({ trail, siem: { logFiles: true } });
      expect(stack.failure).to.contain("a bucket has one notification configuration").and.contain("siem.topic");
      expect(of(stack, notificationType, queueType)).to.deep.equal([]);
    });
  });

  it("stops the preview where a topic is named beside a trail of the stack's own", async () => {
    const stack = await declared({ siem: { logFiles: true, topic: topicArn } });
    expect(stack.failure).to.contain("api-warden:siem.topic: found it beside a trail that the stack creates");
  });
});
