import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { bucketCalls } from "./bucket-records";
import { memberRuleCalls } from "./member-rules";
import { identityCalls } from "./recorded-changes";
import { isSecurityGroupCall } from "./security-groups";
import { trailCalls } from "./trails";

interface Names {
  has(name: string): boolean;
}

/** Calls that change what can be inferred, by the service that records them. */
const telling: ReadonlyMap<unknown, Names> = new Map<unknown, Names>([
  ["iam.amazonaws.com", identityCalls],
  ["ec2.amazonaws.com", { has: isSecurityGroupCall }],
  ["cloudtrail.amazonaws.com", trailCalls],
  ["s3.amazonaws.com", bucketCalls],
  ["events.amazonaws.com", memberRuleCalls],
]);

/** False for a record that surely tells nothing but that its caller exists. */
export function tellsOfChange(record: CloudTrailRecord): boolean {
  const names = telling.get(record["eventSource"]);
  if (names === undefined || record["errorCode"] !== undefined) return false;
  const name = record["eventName"];
  return typeof name !== "string" || names.has(name);
}
