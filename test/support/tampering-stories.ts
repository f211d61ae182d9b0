import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { InputItem } from "../../local/input/items";
import { cloudTrailItem } from "./played-program";

/** The account that the stories come from: the one that the program is laid out in, whose deployer is known. */
export const account = "123456789012";
export const deployingPrincipal = `arn:aws:iam::${account}:user/local-run`;
export const region = "us-east-1";

export const startMs = Date.parse("2026-10-01T12:00:00Z");
export const minute = (minutes: number): number => startMs + minutes * 60_000;

/** One program for the stories of trails and of buckets: laying one out takes seconds. */
export const enforcing: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:emails": ["on-call@example.com"],
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": { "restart-trail": "enforce", "block-public-access": "enforce" },
});

/** What a call is told by; everything else is as somebody's console would have it. */
export interface ToldCall {
  readonly source: string;
  readonly name: string;
  readonly atMs: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly more?: CloudTrailRecord;
}

/** Records of calls that succeed, with ids of their own: the same ones in every run. */
export function caller(prefix: string) {
  let told = 0;
  return ({ source, name, atMs, parameters, more = {} }: ToldCall): CloudTrailRecord => {
    told += 1;
    return {
      eventVersion: "1.11",
      userIdentity: {
        type: "IAMUser",
        principalId: "AIDAMALLORY",
        arn: `arn:aws:iam::${account}:user/mallory`,
        accountId: account,
        userName: "mallory",
      },
      eventTime: new Date(atMs).toISOString().replace(/\.\d+Z/, "Z"),
      eventSource: source,
      eventName: name,
      awsRegion: region,
      sourceIPAddress: "203.0.113.7",
      userAgent: "aws-cli/2.31.0",
      requestParameters: parameters,
      responseElements: null,
      eventID: `${prefix}-0000-4000-8000-${String(told).padStart(12, "0")}`,
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      eventCategory: "Management",
      recipientAccountId: account,
      ...more,
    };
  };
}

/** Records in the form in which they are played. */
export function items(...records: readonly CloudTrailRecord[]): InputItem[] {
  return records.map(cloudTrailItem);
}
