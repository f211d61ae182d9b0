import type {
  AttributeValue,
  PutItemCommandInput,
  QueryCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";

import { callLimits } from "../call-limits";

export interface Item {
  readonly [attribute: string]: AttributeValue;
}

type InTable<Input> = Omit<Input, "TableName">;

/** What is written together: items, and at most one change of a counter. */
export interface Writes {
  readonly puts: readonly InTable<PutItemCommandInput>[];
  readonly update?: InTable<UpdateItemCommandInput> & { readonly UpdateExpression: string };
}

/** The table `denials`, hash key `key` and range key `item`, by its items. Every method throws what DynamoDB says. */
export interface DenialTable {
  read(key: string, item: string): Promise<Item | undefined>;
  /** All items under the key. */
  readAll(key: string): Promise<readonly Item[]>;
  /** One page of a query. */
  query(query: InTable<QueryCommandInput>): Promise<readonly Item[]>;
  /** All or nothing; false where a condition does not hold, or somebody else was writing. */
  write(writes: Writes): Promise<boolean>;
  remove(key: string, item: string): Promise<void>;
}

/** Item of a key that has no other. */
export const stateItem = "STATE";

/** Loads the client of DynamoDB: to be made with the first event that needs it. */
export function denialTable(tableName: string): DenialTable {
  const { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } =
    require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(callLimits);
  // It takes every request and answer apart for a log that nobody reads.
  client.middlewareStack.remove("loggerMiddleware");
  const TableName = tableName;

  return {
    async read(key, item) {
      return (await client.send(new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(key, item) }))).Item;
    },

    async readAll(key) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: "#key = :key",
            ExpressionAttributeNames: { "#key": "key" },
            ExpressionAttributeValues: { ":key": { S: key } },
            ExclusiveStartKey,
          }),
        );
        items.push(...(page.Items ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },

    async query(query) {
      return (await client.send(new QueryCommand({ TableName, ...query }))).Items ?? [];
    },

    async write({ puts, update }) {
      const [first, ...others] = puts.map((put) => ({ TableName, ...put }));
      const updates: TransactWriteItem[] = update === undefined ? [] : [{ Update: { TableName, ...update } }];
      try {
        // A transaction costs twice as much and takes longer: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
        if (first !== undefined && others.length + updates.length === 0) await client.send(new PutItemCommand(first));
        else {
          const TransactItems = [
            ...updates,
            ...(first === undefined ? [] : [first, ...others].map((Put) => ({ Put }))),
          ];
          await client.send(new TransactWriteItemsCommand({ TransactItems }));
        }
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    async remove(key, item) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(key, item) }));
    },
  };
}

export function keyOf(key: string, item: string): { readonly key: { S: string }; readonly item: { S: string } } {
  return { key: { S: key }, item: { S: item } };
}

/** Zero where there is none. */
export function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}

/** A number that expressions and TTL take; times of TTL are whole seconds, rounded up. */
export function secondsAfter(nowMs: number, afterMs: number): { N: string } {
  return { N: String(Math.ceil((nowMs + afterMs) / 1000)) };
}

function isConflict(error: unknown): boolean {
  const name = (error as { name?: string }).name;
  return name === "ConditionalCheckFailedException" || name === "TransactionCanceledException";
}
