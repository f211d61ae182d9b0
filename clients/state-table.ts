import type { PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { callLimits } from "./call-limits";
import type { Item } from "./items-under-key";
import { itemsUnderKey } from "./items-under-key";
import { mostItemsAtOnce } from "./items-at-once";
import { isTransactionConflict } from "./transaction-conflict";
import { withoutLog } from "./without-log";

/** A value as it was read. Version 0 means that nothing is kept there yet. */
export interface Kept<Value> {
  readonly value: Value;
  readonly version: number;
}

/** Where something is kept. */
export interface ItemName {
  readonly key: string;
  readonly item: string;
}

/** One of several writes that go together. */
export interface ItemWrite extends ItemName {
  readonly value: unknown;
  /** At which it was read. */
  readonly version: number;
  readonly expiresAtMs?: number | undefined;
}

/** Plain data under a key and an item's name, written only by whoever has read it last. Every method throws what AWS says. */
export interface StateTable {
  read(key: string, item: string): Promise<Kept<unknown> | undefined>;
  /** These items, in this order, in one call for each hundred of them. */
  readEach(names: readonly ItemName[]): Promise<readonly (Kept<unknown> | undefined)[]>;
  /** All items under the key, in the order of their names. */
  readAll(key: string): Promise<readonly (Kept<unknown> & { readonly item: string })[]>;
  /** Writes if nobody has since `version` was read; false where somebody has. `expiresAtMs`: kept for good where absent. */
  write(key: string, item: string, value: unknown, version: number, expiresAtMs?: number): Promise<boolean>;
  /**
   * Writes all of them, at most `mostItemsAtOnce`, or none of them where somebody has written one since it was read; then
   * false.
   */
  writeAll(writes: readonly ItemWrite[]): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(key: string, item: string): Promise<void>;
}

/** Answers with a part of what was asked for, one after the other. */
const mostPages = 50;

/** A state table in DynamoDB: hash key `key`, range key `item`, TTL `expiresAt`. Loads the client with the first call. */
export function stateTable(tableName: string): StateTable {
  const kept: { table?: StateTable } = {};
  const table = () => (kept.table ??= openTable(tableName));
  return {
    read: async (key, item) => table().read(key, item),
    readEach: async (names) => table().readEach(names),
    readAll: async (key) => table().readAll(key),
    write: async (key, item, value, version, expiresAtMs) => table().write(key, item, value, version, expiresAtMs),
    writeAll: async (writes) => table().writeAll(writes),
    remove: async (key, item) => table().remove(key, item),
  };
}

function openTable(tableName: string): StateTable {
  const {
    BatchGetItemCommand,
    DeleteItemCommand,
    DynamoDBClient,
    GetItemCommand,
    PutItemCommand,
    TransactWriteItemsCommand,
  } = require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = withoutLog(new DynamoDBClient(callLimits));
  const TableName = tableName;
  const keyOf = (key: string, item: string) => ({ key: { S: key }, item: { S: item } });
  const itemOf = ({ key, item, value, version, expiresAtMs }: ItemWrite) => ({
    ...keyOf(key, item),
    version: { N: String(version + 1) },
    value: { S: JSON.stringify(value) },
    ...(expiresAtMs === undefined ? {} : { expiresAt: { N: String(Math.ceil(expiresAtMs / 1000)) } }),
  });

  return {
    async read(key, item) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(key, item) }),
      );
      return Item === undefined ? undefined : keptIn(Item);
    },

    async readEach(names) {
      const found = new Map<string, Kept<unknown>>();
      let left: Item[] = names.map(({ key, item }) => keyOf(key, item));
      for (let page = 0; left.length > 0; page += 1) {
        if (page === mostPages) throw new Error("DynamoDB did not answer for all items");
        const Keys = left.slice(0, mostItemsAtOnce);
        const answer = await client.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
        );
        for (const one of answer.Responses?.[TableName] ?? []) found.set(nameOf(one), keptIn(one));
        left = [...(answer.UnprocessedKeys?.[TableName]?.Keys ?? []), ...left.slice(mostItemsAtOnce)];
      }
      return names.map(({ key, item }) => found.get(nameOf(keyOf(key, item))));
    },

    async readAll(key) {
      const items = await itemsUnderKey(client, TableName, key);
      return items.map((one) => ({ ...keptIn(one), item: one.item?.S ?? "" }));
    },

    async write(key, item, value, version, expiresAtMs) {
      const Item = itemOf({ key, item, value, version, expiresAtMs });
      try {
        await client.send(new PutItemCommand({ TableName, Item, ...onlyAt(version) }));
        return true;
      } catch (error) {
        const { name, $metadata } = error as { name?: string; $metadata?: { attempts?: number } };
        if (name !== "ConditionalCheckFailedException") throw error;
        // The SDK tries again where an answer is lost, and then finds what the first try has written.
        if (($metadata?.attempts ?? 1) < 2) return false;
        const { Item: found } = await client.send(
          new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(key, item) }),
        );
        return found?.version?.N === Item.version.N && found.value?.S === Item.value.S;
      }
    },

    async writeAll(writes) {
      const TransactItems = writes.map((write) => ({
        Put: { TableName, Item: itemOf(write), ...onlyAt(write.version) },
      }));
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems }));
        return true;
      } catch (error) {
        if (isTransactionConflict(error)) return false;
        throw error;
      }
    },

    async remove(key, item) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(key, item) }));
    },
  };
}

function nameOf({ key, item }: Readonly<Item>): string {
  return JSON.stringify([key?.S, item?.S]);
}

function keptIn(item: Readonly<Item>): Kept<unknown> {
  return { value: JSON.parse(item.value?.S ?? "null") as unknown, version: Number(item.version?.N ?? 0) };
}

function onlyAt(
  version: number,
): Pick<PutItemCommandInput, "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"> {
  if (version === 0) {
    return { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } };
  }
  return {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { N: String(version) } },
  };
}
