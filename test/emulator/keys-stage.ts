import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  TagUserCommand,
} from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  DeleteMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { InvocationOutcome } from "../../local/functions/function-worker";
import { FunctionWorker } from "../../local/functions/function-worker";
import { startSlackStandIn } from "../../local/http/slack-stand-in";
import { Graph, textOf } from "../../local/play/graph";
import type { Layout } from "../../local/program/layout";
import { webhookStandIn } from "../../local/stack-file";
import { emulatorClient } from "./declared-resources";

/** `watch-keys` and `disable-key` from their uploaded form, with their AWS in an emulator and their Slack in a stand-in. */
export interface KeysStage {
  readonly actionsTable: string;
  invoke(name: "watch-keys" | "disable-key", event: object, atMs: number): Promise<InvocationOutcome>;
  /** What has been published to `suspicious-keys` since the last call, as SNS hands it to a function. */
  reports(atMs: number): Promise<readonly object[]>;
  /** Messages of the wake queue that are held back. */
  delayedMessages(): Promise<number>;
  /** Texts of the messages that Slack has taken since the last call. */
  posts(): string[];
  /** Makes a user with this many keys, and gives their ids. */
  createUser(userName: string, keys: number): Promise<readonly string[]>;
  /** Access key id to status, as the emulator says it. */
  statuses(userName: string): Promise<Readonly<Record<string, string>>>;
  /** Puts records into the trail's log group. */
  log(records: readonly CloudTrailRecord[]): Promise<void>;
  stop(): Promise<void>;
}

export async function openKeysStage(layout: Layout, endpoint: string): Promise<KeysStage> {
  const graph = new Graph(layout);
  const { accountId, region } = layout.account;
  const options = emulatorClient(endpoint, region);
  const [iam, sns, sqs, logs] = [
    new IAMClient(options),
    new SNSClient(options),
    new SQSClient(options),
    new CloudWatchLogsClient(options),
  ];
  const declared = (type: string, name: string) => {
    const found = graph.all(type).find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`no ${type} ${name} is declared`);
    return found;
  };

  const table = declared("aws:dynamodb/table:Table", "actions");
  const [hashKey, rangeKey] = [textOf(table.inputs.hashKey), textOf(table.inputs.rangeKey)];
  const actionsTable = textOf(table.outputs.name);
  await new DynamoDBClient(options).send(
    new CreateTableCommand({
      TableName: actionsTable,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [hashKey, rangeKey].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: hashKey, KeyType: "HASH" },
        { AttributeName: rangeKey, KeyType: "RANGE" },
      ],
    }),
  );
  await new DynamoDBClient(options).send(
    new CreateTableCommand({
      TableName: textOf(declared("aws:dynamodb/table:Table", "profiles").outputs.name),
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
    }),
  );
  for (const { outputs } of graph.all("aws:sns/topic:Topic")) {
    await sns.send(new CreateTopicCommand({ Name: textOf(outputs.name) }));
  }
  const { QueueUrl: readerUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "reader-of-reports" }));
  const wakeQueue = declared("aws:sqs/queue:Queue", "disable-key-wake");
  const { QueueUrl: wakeUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: textOf(wakeQueue.outputs.name) }),
  );
  const topicArn = textOf(declared("aws:sns/topic:Topic", "suspicious-keys").outputs.arn);
  const reader = `arn:aws:sqs:${region}:${accountId}:reader-of-reports`;
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: reader }));

  const slack = await startSlackStandIn(() => undefined);
  const workers = new Map<string, FunctionWorker>();
  const environments = new Map<string, Readonly<Record<string, string>>>();
  for (const name of ["watch-keys", "disable-key"]) {
    const uploaded = layout.functions.find((one) => one.name === name);
    if (uploaded === undefined) throw new Error(`the program declares no function ${name}`);
    const { variables } = declared("aws:lambda/function:Function", name).inputs.environment as {
      variables: Record<string, string>;
    };
    environments.set(name, variables);
    const environment = {
      ...variables,
      ...(variables.WAKE_QUEUE_URL === undefined ? {} : { WAKE_QUEUE_URL: wakeUrl }),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "ASIAINVENTED",
      AWS_SECRET_ACCESS_KEY: "invented",
      AWS_SESSION_TOKEN: "invented",
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const worker = new FunctionWorker({
      name,
      arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
      folder: uploaded.folder,
      runtimeModules: layout.runtimeModules,
      environment,
      memorySizeMegabytes: 256,
      timeoutSeconds: 60,
      routes: { "hooks.slack.com": slack.baseUrl },
    });
    workers.set(name, worker);
  }
  const { SLACK_WEBHOOK_SECRET_ID: Name, LOG_GROUP_NAME: logGroupName = "" } = environments.get("disable-key") ?? {};
  await new SecretsManagerClient(options).send(new CreateSecretCommand({ Name, SecretString: webhookStandIn }));
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "trail" }));

  return {
    actionsTable,
    async invoke(name, event, atMs) {
      const worker = workers.get(name);
      if (worker === undefined) throw new Error(`${name} is not laid out`);
      return worker.invoke(event, atMs);
    },
    async reports(atMs) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: readerUrl, MaxNumberOfMessages: 10 }),
      );
      const events: object[] = [];
      for (const { Body = "{}", ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: readerUrl, ReceiptHandle }));
        const { Message, MessageId } = JSON.parse(Body) as { Message: string; MessageId: string };
        const Timestamp = new Date(atMs).toISOString();
        events.push({ Records: [{ EventSource: "aws:sns", Sns: { Message, MessageId, Timestamp } }] });
      }
      return events;
    },
    async delayedMessages() {
      const names = ["ApproximateNumberOfMessagesDelayed"] as const;
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: wakeUrl, AttributeNames: [...names] }),
      );
      return Number(Attributes?.[names[0]]);
    },
    posts: () => slack.take().flatMap(({ accepted, message }) => (accepted ? [JSON.stringify(message)] : [])),
    async createUser(UserName, keys) {
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new TagUserCommand({ UserName, Tags: [{ Key: "team", Value: "builders" }] }));
      const ids: string[] = [];
      for (let made = 0; made < keys; made += 1) {
        ids.push((await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId ?? "");
      }
      return ids;
    },
    async statuses(UserName) {
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      return Object.fromEntries(AccessKeyMetadata.map(({ AccessKeyId = "", Status = "" }) => [AccessKeyId, Status]));
    },
    async log(records) {
      const logEvents = records.map((record) => ({
        timestamp: Date.parse(String(record.eventTime)),
        message: JSON.stringify(record),
      }));
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: "trail", logEvents }));
    },
    async stop() {
      for (const worker of workers.values()) await worker.stop();
      await slack.stop();
    },
  };
}
