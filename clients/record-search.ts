import type { AttributeValue } from "@aws-sdk/client-dynamodb";

import type { ActionRecord } from "../core/actions/record";
import { callLimits } from "./call-limits";

/**
 * Every record about the subject with this id, newest first. Reads through the whole table of actions, so it is for a person
 * who waits for it. Throws what AWS says.
 */
export async function recordsAbout(TableName: string, subjectId: string): Promise<readonly ActionRecord[]> {
  const { DynamoDBClient, ScanCommand } =
    require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(callLimits);
  const found: ActionRecord[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        FilterExpression: "begins_with(#key, :record) AND contains(#value, :subject)",
        ExpressionAttributeNames: { "#key": "key", "#value": "value" },
        ExpressionAttributeValues: { ":record": { S: "RECORD#" }, ":subject": { S: JSON.stringify(subjectId) } },
        ExclusiveStartKey,
      }),
    );
    for (const { value } of page.Items ?? []) found.push(JSON.parse(value?.S ?? "null") as ActionRecord);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  // The text may have been found elsewhere in a record.
  return found
    .filter((record) => record.subject.id === subjectId)
    .sort((left, right) => right.changedAtMs - left.changedAtMs);
}
