import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import * as fc from "fast-check";

import type { LocalAccount } from "../../local/account/server";
import { startLocalAccount } from "../../local/account/server";
import { accessKeyOf, accountSetup } from "../../local/play/account-setup";
import { Graph } from "../../local/play/graph";
import { layOut } from "../../local/program/layout";
import { emulatorClient, tableDefinition } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

type Item = Record<string, AttributeValue>;

/** One call that both sides take; `partition` keeps the runs of a property apart. */
interface Call {
  /** For whoever reads a counterexample. */
  readonly says: string;
  readonly send: (client: DynamoDBClient, partition: string) => Promise<unknown>;
}

interface Write {
  readonly item: string;
  readonly version: number;
  /** What must hold before: this version or none, or no such item. */
  readonly expected?: number | "new";
  readonly dueAtMs?: number;
}

const names = ["STATE", "IDS#one", "IDS#two"];

const keyOf = (partition: string, item: string): Item => ({ key: { S: partition }, item: { S: item } });
const number = (value: number): AttributeValue => ({ N: String(value) });

describe("DynamoDB of the local account beside the emulator's, on the declared table", () => {
  let moto: Moto;
  let account: LocalAccount;
  let folder: string;
  let TableName: string;
  let sides: { readonly local: DynamoDBClient; readonly emulated: DynamoDBClient };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-emulator-"));
    const layout = await layOut({
      folder,
      account: { accountId: "123456789012", region: "eu-central-1" },
      stack: "emulator",
      configuration: { "api-warden:trail": { create: true } },
    });
    const definition = tableDefinition(layout);
    ({ TableName } = definition);
    moto = await startMoto();
    const setup = accountSetup(new Graph(layout), ["post-denials"]);
    account = await startLocalAccount({ setup, onCall: () => {}, onEvent: () => {} });
    const local = emulatorClient(account.endpoint, "eu-central-1");
    sides = {
      // The local account asks for the function's own role: what the function may not do is refused.
      local: new DynamoDBClient({ ...local, credentials: { ...local.credentials, accessKeyId: accessKeyOf(0) } }),
      emulated: new DynamoDBClient(emulatorClient(moto.endpoint, "eu-central-1")),
    };
    await sides.emulated.send(new CreateTableCommand(definition));
  });
  after(async () => {
    await account?.stop();
    await moto?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const conditionOf = (expected: number | "new" | undefined) => {
    if (expected === undefined) return {};
    if (expected === "new") {
      return { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } };
    }
    return {
      ConditionExpression: "attribute_not_exists(version) OR version = :version",
      ExpressionAttributeValues: { ":version": number(expected) },
    };
  };

  const putOf = (partition: string, { item, version, expected, dueAtMs }: Write) => ({
    TableName,
    Item: {
      ...keyOf(partition, item),
      version: number(version),
      uuids: { B: Uint8Array.of(version, 2, 3) },
      ...(dueAtMs === undefined ? {} : { due: { S: `due-${partition}` }, dueAtMs: number(dueAtMs) }),
    },
    ...conditionOf(expected),
  });

  const put = (write: Write): Call => ({
    says: `put ${JSON.stringify(write)}`,
    send: (client, partition) => client.send(new PutItemCommand(putOf(partition, write))),
  });

  const transact = (writes: readonly Write[]): Call => ({
    says: `transact ${JSON.stringify(writes)}`,
    send: (client, partition) => {
      const TransactItems = writes.map((write) => ({ Put: putOf(partition, write) }));
      return client.send(new TransactWriteItemsCommand({ TransactItems }));
    },
  });

  const add = (item: string, count: number): Call => ({
    says: `add ${count} to ${item}`,
    send: (client, partition) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(partition, item),
          UpdateExpression: "ADD muted :count SET sinceMs = if_not_exists(sinceMs, :now)",
          ExpressionAttributeValues: { ":count": number(count), ":now": number(count * 1000) },
          ReturnValues: "ALL_NEW",
        }),
      ),
  });

  const remove = (item: string): Call => ({
    says: `delete ${item}`,
    send: (client, partition) =>
      client.send(new DeleteItemCommand({ TableName, Key: keyOf(partition, item), ReturnValues: "ALL_OLD" })),
  });

  const get = (item: string): Call => ({
    says: `get ${item}`,
    send: (client, partition) =>
      client.send(new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(partition, item) })),
  });

  const all: Call = {
    says: "query the partition",
    send: (client, partition) =>
      client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "#key = :key",
          ExpressionAttributeNames: { "#key": "key" },
          ExpressionAttributeValues: { ":key": { S: partition } },
        }),
      ),
  };

  const due = (beforeMs: number, Limit: number): Call => ({
    says: `query what is due before ${beforeMs}, at most ${Limit}`,
    send: (client, partition) =>
      client.send(
        new QueryCommand({
          TableName,
          IndexName: "due",
          KeyConditionExpression: "#due = :due AND dueAtMs <= :before",
          ExpressionAttributeNames: { "#due": "due" },
          ExpressionAttributeValues: { ":due": { S: `due-${partition}` }, ":before": number(beforeMs) },
          Limit,
        }),
      ),
  });

  /** Sends each call to both sides, in order; throws at the first one that they answer differently. */
  async function commonAnswers(calls: readonly Call[], partition: string): Promise<Record<string, unknown>[]> {
    const answers: Record<string, unknown>[] = [];
    for (const { says, send } of calls) {
      const local = await answerOf(send(sides.local, partition));
      const emulated = await answerOf(send(sides.emulated, partition));
      expect(local, `${says}: ${JSON.stringify({ local, emulated })}`).to.deep.equal(emulated);
      answers.push(local);
    }
    return answers;
  }

  it("answers alike to what the function does with a ledger and with the counts of mutes", async () => {
    const answers = await commonAnswers(
      [
        all,
        get("STATE"),
        put({ item: "STATE", version: 1, expected: "new", dueAtMs: 2000 }),
        put({ item: "STATE", version: 1, expected: "new", dueAtMs: 2000 }),
        put({ item: "STATE", version: 2, expected: 1, dueAtMs: 3000 }),
        put({ item: "STATE", version: 2, expected: 1, dueAtMs: 3000 }),
        transact([
          { item: "STATE", version: 3, expected: 2 },
          { item: "IDS#one", version: 3 },
        ]),
        transact([
          { item: "STATE", version: 3, expected: 2 },
          { item: "IDS#two", version: 3 },
        ]),
        all,
        due(5000, 10),
        add("a rule", 3),
        add("a rule", 4),
        remove("a rule"),
        remove("a rule"),
        all,
      ],
      "scenario",
    );
    const conditionFailed = "ConditionalCheckFailedException";
    expect(answers.map(({ error }) => error)).to.deep.equal([
      ...[undefined, undefined, undefined, conditionFailed, undefined, conditionFailed],
      ...[undefined, "TransactionCanceledException"],
      ...Array.from({ length: 7 }, () => undefined),
    ]);
  });

  it("answers alike to any sequence of the function's calls", async () => {
    const item = fc.constantFrom(...names);
    const version = fc.integer({ min: 0, max: 3 });
    const expected = fc.oneof(version, fc.constant("new" as const));
    const atMs = fc.integer({ min: 0, max: 5 });
    const write = fc.record({ item, version, expected, dueAtMs: atMs }, { requiredKeys: ["item", "version"] });
    const call = fc.oneof(
      write.map(put),
      fc.uniqueArray(write, { minLength: 1, selector: (one) => one.item }).map(transact),
      fc.tuple(item, version).map(([name, count]) => add(name, count)),
      item.map(remove),
      item.map(get),
      fc.constant(all),
      atMs.map((beforeMs) => due(beforeMs, 10)),
    );
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 25 }), async (calls) => {
        await commonAnswers([...calls, all, due(5, 10)], `run-${(runs += 1)}`);
      }),
      { numRuns: 60 },
    );
  });
});

/** Transport, and counts of capacity that moto gives unasked. */
const notCompared: readonly string[] = ["$metadata", "ConsumedCapacity", "ItemCollectionMetrics"];

/** What a program can tell answers apart by; of an error the name and, for a transaction, each part's reason. */
async function answerOf(sent: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    const answer = (await sent) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(answer).filter(([name]) => !notCompared.includes(name)));
  } catch (error) {
    const { name, CancellationReasons } = error as Error & { CancellationReasons?: readonly { Code?: string }[] };
    return { error: name, reasons: CancellationReasons?.map(({ Code }) => Code) };
  }
}
