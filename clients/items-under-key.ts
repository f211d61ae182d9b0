import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

/** All items of a table that have this hash key `key`, in the order of their range keys, as last written. Throws what DynamoDB says. */
export async function itemsUnderKey(client: DynamoDBClient, TableName: string, key: string): Promise<Item[]> {
  const { QueryCommand } = require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
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
}
