import { eventIdOf } from "../cloudtrail/event-id";
import type { CloudTrailRecord } from "../cloudtrail/record";
import { textAt, valueAt } from "../cloudtrail/record";
import { shortDigest } from "../short-digest";

/** The calls that take a part of Warden away or change what it does, by service. */
export const partCalls = Object.freeze({
  // To put one that is there already writes another state, pattern, target or threshold over it.
  "events.amazonaws.com": ["DisableRule", "DeleteRule", "RemoveTargets", "PutRule", "PutTargets"],
  "logs.amazonaws.com": [
    "DeleteSubscriptionFilter",
    "DeleteMetricFilter",
    "DeleteLogGroup",
    "PutSubscriptionFilter",
    "PutMetricFilter",
  ],
  "monitoring.amazonaws.com": ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm"],
  // A filter that nothing passes is as good as no subscription.
  "sns.amazonaws.com": ["Unsubscribe", "SetSubscriptionAttributes", "DeleteTopic"],
  // A filter archives findings as they come, and a trusted list keeps them from coming.
  "guardduty.amazonaws.com": [
    "DeleteDetector",
    "UpdateDetector",
    "CreateFilter",
    "CreateIPSet",
    "UpdateIPSet",
    "DeleteThreatIntelSet",
    "UpdateThreatIntelSet",
  ],
} as const);

/**
 * Lambda writes the version of its interface behind the name of the call, as in `UpdateFunctionCode20150331v2`.
 * https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export const partCallPrefixes: readonly string[] = Object.freeze([
  "DeleteFunction",
  "UpdateFunctionCode",
  "UpdateFunctionConfiguration",
  "UpdateFunctionUrlConfig",
  "PutFunctionConcurrency",
  "RemovePermission",
  "UpdateEventSourceMapping",
  "DeleteEventSourceMapping",
]);

/** What one call did to a part of Warden. Plain data that survives JSON. */
export interface PartRequest {
  readonly part: string;
  readonly change: string;
  readonly occasion: string;
  readonly eventIds: readonly string[];
  readonly seenAtMs: number | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly by?: string | undefined;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

const markLength = 8;

/**
 * What stands for a name in a function's environment, which takes 4 KB in all and would not hold the names themselves: 48 bits
 * of its SHA-256. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function partMark(name: string): string {
  return shortDigest(name, "base64url", markLength);
}

/** Whether the name is one of those whose marks were joined. */
export function isMarked(name: string, marks: string): boolean {
  const mark = partMark(name);
  for (let at = 0; at < marks.length; at += markLength) if (marks.startsWith(mark, at)) return true;
  return false;
}

/** What the program declares after the function that watches its parts, because it needs that function's name itself. */
const madeLater = [
  ...["restart-trail", "approve-action", "other-regions", "from-members"],
  ...["function-errors", "function-throttles", "failed-deliveries", "silence"],
];

/** Whether the name is one that Pulumi gives to what is declared under one of those names: with seven digits behind it. */
export function isPartMadeLater(name: string): boolean {
  const [, declared] = /^(.+?)-[0-9a-f]{7}$/.exec(name) ?? [];
  return declared !== undefined && madeLater.some((one) => declared === one || declared.startsWith(`${one}-`));
}

/**
 * The parts that a call changed, one request each, under the first of the record's names for it that is an own one's; none where
 * the call failed or is not one of these.
 */
export function partChangesIn(record: CloudTrailRecord, isOwn: (name: string) => boolean): readonly PartRequest[] {
  if (valueAt(record, "errorCode") !== undefined) return [];
  const change = textAt(record, "eventName") ?? "";
  const eventId = eventIdOf(record);
  const seenAtMs = Date.parse(textAt(record, "eventTime") ?? "");
  const parts = namesIn(record, change).flatMap((names) => names.find(isOwn) ?? []);
  return parts.map((part) => ({
    part,
    change,
    occasion: `${eventId ?? textAt(record, "eventTime") ?? ""} ${part}`,
    eventIds: eventId === undefined ? [] : [eventId],
    seenAtMs: Number.isFinite(seenAtMs) ? seenAtMs : undefined,
    account: textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId"),
    region: textAt(record, "awsRegion"),
    by: textAt(record, "userIdentity", "arn") ?? textAt(record, "userIdentity", "type"),
    address: textAt(record, "sourceIPAddress"),
    userAgent: textAt(record, "userAgent"),
  }));
}

/** Whose parts have no names but those that Pulumi gives; a mapping of Lambda's has an id. */
const namedByPulumi: readonly unknown[] = Object.freeze([
  "events.amazonaws.com",
  "monitoring.amazonaws.com",
  "lambda.amazonaws.com",
]);

/** Seven digits behind the declared name, or a UUID. https://www.pulumi.com/docs/iac/concepts/resources/names/ */
const ownForm = /-[0-9a-f]{7}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a call may have changed a part of Warden, as far as can be told without the marks: what scaling does to its alarms all
 * day is sorted out by their names.
 */
export function mayChangePart(record: CloudTrailRecord): boolean {
  const needsForm = namedByPulumi.includes(record["eventSource"]);
  return partChangesIn(record, (name) => !needsForm || ownForm.test(name)).length > 0;
}

/** For each thing that the call changed, the names that the record has for it. */
function namesIn(record: CloudTrailRecord, change: string): readonly (readonly string[])[] {
  const source = textAt(record, "eventSource") ?? "";
  const parameters = valueAt(record, "requestParameters");
  const texts = (...fields: string[]) => fields.flatMap((field) => textAt(parameters, field) ?? []);
  const isCallOf = (service: keyof typeof partCalls) =>
    source === service && (partCalls[service] as readonly string[]).includes(change);
  if (isCallOf("events.amazonaws.com")) return [texts("name", "rule")];
  if (isCallOf("logs.amazonaws.com")) return [texts(change === "DeleteLogGroup" ? "logGroupName" : "filterName")];
  if (isCallOf("guardduty.amazonaws.com")) return [texts("detectorId")];
  if (isCallOf("sns.amazonaws.com")) return [texts("subscriptionArn", "topicArn").flatMap(topicNamesIn)];
  if (isCallOf("monitoring.amazonaws.com")) {
    const names = valueAt(parameters, "alarmNames");
    const all: unknown[] = Array.isArray(names) ? names : texts("alarmName");
    return all.filter((name) => typeof name === "string").map((name) => [name]);
  }
  if (source === "lambda.amazonaws.com" && partCallPrefixes.some((prefix) => change.startsWith(prefix))) {
    return [lambdaNamesIn(record, texts)];
  }
  return [];
}

/** A mapping is named by its id, beside the function that it is given now, which may be another than before. */
function lambdaNamesIn(record: CloudTrailRecord, texts: (...fields: string[]) => readonly string[]): string[] {
  const answered = textAt(record, "responseElements", "functionArn");
  const functions = [...texts("functionName"), ...(answered === undefined ? [] : [answered])];
  return [...functions.map(functionNameIn), ...texts("uUID", "uuid")];
}

/** Of a name, an ARN or a part of one, with or without a version. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
function functionNameIn(nameOrArn: string): string {
  const [, named = nameOrArn] = /(?:^|:)function:([^:]+)/.exec(nameOrArn) ?? [];
  return named.split(":", 1)[0] ?? named;
}

/** The topic's name, and the ARN of a subscription to it. https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
function topicNamesIn(topicOrSubscriptionArn: string): string[] {
  // arn:aws:sns:REGION:ACCOUNT:TOPIC:SUBSCRIPTION
  const [, , , , , topic = ""] = topicOrSubscriptionArn.split(":");
  return [topic, topicOrSubscriptionArn];
}
