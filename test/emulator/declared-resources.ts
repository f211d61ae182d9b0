import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";

import { Graph, textOf } from "../../local/play/graph";
import type { Layout } from "../../local/program/layout";
import { webhookStandIn } from "../../local/stack-file";

/** Options of a client that calls an emulator, which looks at no signature. */
export function emulatorClient(endpoint: string, region: string) {
  const credentials = { accessKeyId: "AKIAINVENTED", secretAccessKey: "invented" };
  return { endpoint, region, credentials, maxAttempts: 1 };
}

/** The declared table of `post-denials` as `CreateTable` takes it: keys, attributes and indexes are those that the program declares. */
export function tableDefinition(layout: Layout): CreateTableCommandInput & { readonly TableName: string } {
  const { inputs, outputs } = declaredAs(layout, "aws:dynamodb/table:Table", "denials");
  const attributes = inputs.attributes as readonly { readonly name: string; readonly type: "S" | "N" | "B" }[];
  const indexes = inputs.globalSecondaryIndexes as readonly {
    readonly name: string;
    readonly hashKey: string;
    readonly rangeKey: string;
    readonly projectionType: "KEYS_ONLY" | "ALL";
  }[];
  return {
    TableName: textOf(outputs.name),
    BillingMode: inputs.billingMode as "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(textOf(inputs.hashKey), textOf(inputs.rangeKey)),
    GlobalSecondaryIndexes: indexes.map(({ name, hashKey, rangeKey, projectionType }) => ({
      IndexName: name,
      KeySchema: keySchema(hashKey, rangeKey),
      Projection: { ProjectionType: projectionType },
    })),
  };
}

/**
 * Makes the table, secrets, topics and queues that `post-denials` needs in an empty emulator, under their declared names.
 * Returns the function's environment as declared, with the queue's address in the emulator.
 */
export async function makeDeclaredResources(layout: Layout, endpoint: string): Promise<Record<string, string>> {
  const graph = new Graph(layout);
  const options = emulatorClient(endpoint, layout.account.region);
  const table = tableDefinition(layout);
  const dynamodb = new DynamoDBClient(options);
  await dynamodb.send(new CreateTableCommand(table));
  const ttl = declaredAs(layout, "aws:dynamodb/table:Table", "denials").inputs.ttl as {
    attributeName: string;
    enabled: boolean;
  };
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: table.TableName, TimeToLiveSpecification }));

  const sns = new SNSClient(options);
  for (const { outputs } of graph.all("aws:sns/topic:Topic")) {
    await sns.send(new CreateTopicCommand({ Name: textOf(outputs.name) }));
  }
  const sqs = new SQSClient(options);
  const queueUrls: Record<string, string> = {};
  for (const { outputs } of graph.all("aws:sqs/queue:Queue")) {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: textOf(outputs.name) }));
    queueUrls[textOf(outputs.url)] = QueueUrl;
  }

  const declared = declaredAs(layout, "aws:lambda/function:Function", "post-denials").inputs.environment as {
    variables: Record<string, string>;
  };
  const environment = { ...declared.variables };
  const { SLACK_WEBHOOK_SECRET_ID: Name, DEAD_LETTER_QUEUE_URL: queueUrl = "" } = environment;
  if (Name !== undefined) {
    const secretsManager = new SecretsManagerClient(options);
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString: webhookStandIn }));
  }
  return { ...environment, DEAD_LETTER_QUEUE_URL: queueUrls[queueUrl] ?? "" };
}

function declaredAs(layout: Layout, type: string, name: string): ReturnType<Graph["all"]>[number] {
  const found = new Graph(layout).all(type).find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name} is declared`);
  return found;
}

function keySchema(hashKey: string, rangeKey: string): NonNullable<CreateTableCommandInput["KeySchema"]> {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    { AttributeName: rangeKey, KeyType: "RANGE" },
  ];
}
