import type { AttributeValue, PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { callLimits } from "./call-limits";

/** A value as it was read. Version 0 means that nothing is kept there yet. */
export interface Kept<Value> {
  readonly value: Value;
  readonly version: number;
}

/** Plain data under a key and an item's name, written only by whoever has read it last. Every method throws what AWS says. */
export interface StateTable {
  read(key: string, item: string): Promise<Kept<unknown> | undefined>;
  /** All items under the key, in the order of their names. */
  readAll(key: string): Promise<readonly (Kept<unknown> & { readonly item: string })[]>;
  /** Writes if nobody has since `version` was read; false where somebody has. `expiresAtMs`: kept for good where absent. */
  write(key: string, item: string, value: unknown, version: number, expiresAtMs?: number): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(key: string, item: string): Promise<void>;
}

/** A state table in DynamoDB: hash key `key`, range key `item`, TTL `expiresAt`. Loads the client with the first call. */
export function stateTable(tableName: string): StateTable {
  const kept: { table?: StateTable } = {};
  const table = () => (kept.table ??= openTable(tableName));
  return {
    read: async (key, item) => table().read(key, item),
    readAll: async (key) => table().readAll(key),
    write: async (key, item, value, version, expiresAtMs) => table().write(key, item, value, version, expiresAtMs),
    remove: async (key, item) => table().remove(key, item),
  };
}

function openTable(tableName: string): StateTable {
  const { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } =
    require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(callLimits);
  const TableName = tableName;
  const keyOf = (key: string, item: string) => ({ key: { S: key }, item: { S: item } });

  return {
    async read(key, item) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(key, item) }),
      );
      return Item === undefined ? undefined : keptIn(Item);
    },

    async readAll(key) {
      const items: (Kept<unknown> & { item: string })[] = [];
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
        for (const Item of page.Items ?? []) items.push({ ...keptIn(Item), item: Item.item?.S ?? "" });
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },

    async write(key, item, value, version, expiresAtMs) {
      const Item = {
        ...keyOf(key, item),
        version: { N: String(version + 1) },
        value: { S: JSON.stringify(value) },
        ...(expiresAtMs === undefined ? {} : { expiresAt: { N: String(Math.ceil(expiresAtMs / 1000)) } }),
      };
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

    async remove(key, item) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(key, item) }));
    },
  };
}

function keptIn(item: Readonly<Record<string, AttributeValue>>): Kept<unknown> {
  return { value: JSON.parse(item.value?.S ?? "null") as unknown, version: Number(item.version?.N ?? 0) };
}

function onlyAt(version: number): Partial<PutItemCommandInput> {
  if (version === 0) {
    return { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } };
  }
  return {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { N: String(version) } },
  };
}
