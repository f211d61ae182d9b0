import type { CloudTrailRecord } from "./record";
import { textAt } from "./record";

/**
 * CloudTrail's ids are GUIDs of 36 characters. What is much longer was not written by CloudTrail, and would not fit into a key
 * of DynamoDB (1,024 bytes): https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const longestEventId = 100;

/** The record's `eventID`; undefined where it has none, or none that can be one. */
export function eventIdOf(record: CloudTrailRecord): string | undefined {
  const id = textAt(record, "eventID");
  return id === undefined || id.length > longestEventId ? undefined : id;
}
