import { createHash } from "node:crypto";

import { booleanAt } from "../../core/cloudtrail/field";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { textAt } from "../../core/cloudtrail/record";

/** Kinds of record and the detail type of their events. Sign-in is written otherwise on AWS's page than in the events that people have received. */
const detailTypes: Readonly<Record<string, string>> = {
  AwsApiCall: "AWS API Call via CloudTrail",
  AwsConsoleAction: "AWS Console Action via CloudTrail",
  AwsConsoleSignIn: "AWS Console Sign In via CloudTrail",
  AwsServiceEvent: "AWS Service Event via CloudTrail",
  AwsCloudTrailInsight: "AWS Insight via CloudTrail",
};

/** What tells early whether some rule may want a record. */
export interface EventKind {
  readonly detailType: string;
  readonly source: string;
  readonly eventName: string | undefined;
}

/** The kind of event that CloudTrail makes of a record; undefined for one that EventBridge never sees (network activity). */
export function kindOfRecord(record: CloudTrailRecord): EventKind | undefined {
  const detailType = detailTypes[textAt(record, "eventType") ?? "AwsApiCall"];
  if (detailType === undefined) return undefined;
  const service = (textAt(record, "eventSource") ?? "").split(".")[0] ?? "";
  return { detailType, source: `aws.${service}`, eventName: textAt(record, "eventName") };
}

/**
 * The event that CloudTrail sends to the default bus of the record's region.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function eventOfRecord(record: CloudTrailRecord, { detailType, source }: EventKind, origin: string): object {
  const hash = createHash("sha256")
    .update(`${textAt(record, "eventID") ?? origin} ${detailType}`)
    .digest("hex");
  return {
    version: "0",
    id: hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    "detail-type": detailType,
    source,
    account: textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId"),
    time: textAt(record, "eventTime"),
    region: textAt(record, "awsRegion"),
    resources: [],
    detail: record,
  };
}

/** Change events although they begin with a word for reading. */
const changingNames = ["GetFederationToken", "GetSessionToken"];

/**
 * A management event that only reads, which a rule sees in a state of its own alone. Of the read-only calls whose names begin
 * otherwise than Describe, Get or List, the page says that rules may see some of them; here none counts on that.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export function isReadOnlyEvent(event: unknown): boolean {
  if (textAt(event, "detail-type") !== detailTypes.AwsApiCall) return false;
  if (booleanAt(event, "detail", "managementEvent") === false) return false;
  const name = textAt(event, "detail", "eventName") ?? "";
  if (changingNames.includes(name)) return false;
  return booleanAt(event, "detail", "readOnly") ?? /^(?:Describe|Get|List)/.test(name);
}
