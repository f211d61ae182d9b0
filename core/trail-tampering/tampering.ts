import { eventIdOf } from "../cloudtrail/event-id";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt, valueAt } from "../cloudtrail/record";
import { partitionOfRegion } from "../cloudtrail/partition";
import { shortDigest } from "../short-digest";
import { isOwnDeployment } from "./own-deployment";
import { trailArnOf } from "./trail-arn";

/** Calls that make a trail record less. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
export const tamperingCalls: readonly string[] = Object.freeze([
  "StopLogging",
  "DeleteTrail",
  "UpdateTrail",
  "PutEventSelectors",
  "PutInsightSelectors",
]);

/** Those of them that leave a trail logging, but less. */
export const settingsCalls: readonly string[] = Object.freeze([
  "UpdateTrail",
  "PutEventSelectors",
  "PutInsightSelectors",
]);

/** How a trail came to be looked at. Plain data that survives JSON. */
export interface TrailRequest {
  readonly trailArn: string;
  /** Name of the call, or how the poll found the trail. */
  readonly change: string;
  /** Names the record of the action: the event's id, or what the poll saw since when. */
  readonly occasion: string;
  readonly eventIds: readonly string[];
  /** By the event's own time; undefined where it can't be told. */
  readonly seenAtMs: number | undefined;
  /** A step of Warden's own deployment. */
  readonly isOwnDeployment: boolean;
  readonly region?: string | undefined;
  /** ARN of the caller, or what CloudTrail has in its place. */
  readonly by?: string | undefined;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Digest of what was asked for, by which two changes of the same settings differ. */
  readonly asked?: string | undefined;
}

/**
 * What a record of a successful call says of a trail; undefined where it is none of `tamperingCalls`, or names no trail, as
 * selectors of an event data store do not.
 */
export function tamperingIn(record: CloudTrailRecord, deployingPrincipalArn: string): TrailRequest | undefined {
  const change = textAt(record, "eventName") ?? "";
  if (!tamperingCalls.includes(change) || valueAt(record, "errorCode") !== undefined) return undefined;
  const region = textAt(record, "awsRegion") ?? "";
  const account = textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId") ?? "";
  const named =
    textAt(record, "responseElements", "trailARN") ??
    textAt(record, "requestParameters", "name") ??
    textAt(record, "requestParameters", "trailName");
  if (named === undefined) return undefined;
  const trailArn = trailArnOf(named, { partition: partitionOfRegion(region).name, region, account });
  if (trailArn === undefined) return undefined;
  const eventId = eventIdOf(record);
  const seenAtMs = Date.parse(textAt(record, "eventTime") ?? "");
  return {
    trailArn,
    change,
    occasion: eventId ?? `${trailArn} ${change} ${textAt(record, "eventTime") ?? ""}`,
    eventIds: eventId === undefined ? [] : [eventId],
    seenAtMs: Number.isFinite(seenAtMs) ? seenAtMs : undefined,
    // The program never stops logging, so whoever does is not deploying it.
    isOwnDeployment: change !== "StopLogging" && isOwnDeployment(record, deployingPrincipalArn),
    region,
    by: textAt(record, "userIdentity", "arn") ?? textAt(record, "userIdentity", "type"),
    address: textAt(record, "sourceIPAddress"),
    userAgent: textAt(record, "userAgent"),
    asked: shortDigest(JSON.stringify(valueAt(record, "requestParameters") ?? null), "hex", 12),
  };
}
