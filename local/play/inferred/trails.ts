import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import { trailArnOf } from "../../../core/trail-tampering/trail-arn";
import type { TrailChange } from "../../account/cloudtrail/trails";

/** What a successful call does to the trail that it names. */
export const trailCalls: ReadonlyMap<string, TrailChange["change"]> = new Map([
  ["CreateTrail", "created"],
  ["StartLogging", "started"],
  ["StopLogging", "stopped"],
  ["DeleteTrail", "gone"],
  ["UpdateTrail", "exists"],
  ["PutEventSelectors", "exists"],
  ["PutInsightSelectors", "exists"],
]);

/** Trails as history shows them. One that appears without a record of its creation was there, and logging, before. */
export class InferredTrails {
  private readonly found: TrailChange[] = [];

  take(record: CloudTrailRecord, atMs: number): void {
    if (record["errorCode"] !== undefined) return;
    const change = trailCalls.get(textAt(record, "eventName") ?? "");
    const named =
      textAt(record, "responseElements", "trailARN") ??
      textAt(record, "requestParameters", "name") ??
      textAt(record, "requestParameters", "trailName");
    if (change === undefined || named === undefined) return;
    const region = textAt(record, "awsRegion") ?? "";
    const account = textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId") ?? "";
    const arn = trailArnOf(named, { partition: partitionOfRegion(region).name, region, account });
    if (arn !== undefined) this.found.push({ atMs, arn, change });
  }

  history(): readonly TrailChange[] {
    return this.found;
  }
}
