import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { InputItem } from "../../../local/input/items";
import { deniedRecord } from "../../core/sample-record";
import { cloudTrailItem, eventBridgeItem } from "../../support/played-program";

/** The account that most records of the stories come from. */
export const account = "111122223333";

/** Within the sixty days for which the default country data is used. */
export const startMs = Date.parse("2026-10-01T12:00:00Z");

const minuteMs = 60_000;

export const minute = (minutes: number): number => startMs + minutes * minuteMs;

/** An address that the country data puts into Singapore and that is not AWS's. */
export const abroad = "139.162.21.77";
/** The only address in `allowedNetworks`. */
export const headquarters = "198.51.100.9";
/** An address that the country data puts into Germany. */
export const office = "88.198.0.1";

/** Everything on, so that only the checks stand between an event and a change. */
export const enforcing: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:allowedCountries": ["DE"],
  "api-warden:allowedNetworks": [`${headquarters}/32`],
  "api-warden:modes": { "disable-key": "enforce" },
  "api-warden:protected": [{ user: "break-glass" }, { tag: "keep" }],
});

export const notifying = Object.freeze({ ...enforcing, "api-warden:modes": {} });

/** An access key id that stands for a user and a number; its last four letters, which messages show, are the user's. */
export function keyOf(user: string, number = 1): string {
  const letters = user.toUpperCase().replace(/[^A-Z]/g, "");
  return `AKIA${String(number).padStart(4, "0")}${letters.slice(-12).padStart(12, "X")}`;
}

/** Makes records with ids of their own, the same ones in every run. */
export function storyteller(prefix: string) {
  let told = 0;
  function call(user: string, atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
    told += 1;
    const { identity, ...rest } = changes as { identity?: CloudTrailRecord };
    return deniedRecord({
      eventID: `${prefix}-0000-4000-8000-${String(told).padStart(12, "0")}`,
      eventTime: new Date(atMs).toISOString().replace(/\.\d+Z/, "Z"),
      sourceIPAddress: abroad,
      userIdentity: {
        type: "IAMUser",
        principalId: `AIDA${user.toUpperCase()}`,
        arn: `arn:aws:iam::${account}:user/${user}`,
        accountId: account,
        accessKeyId: keyOf(user),
        userName: user,
        ...identity,
      },
      ...rest,
    });
  }
  return {
    call,
    /** Two signals: calls from abroad, five of them refused. */
    theft(user: string, atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord[] {
      return Array.from({ length: 5 }, (_, index) => call(user, atMs + index * 1_000, changes));
    },
    /** One signal: a call from abroad that succeeds. */
    journey(user: string, atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
      return call(user, atMs, { errorCode: undefined, errorMessage: undefined, ...changes });
    },
    /** What makes the user known, and nothing else: a good call in the morning. */
    work(user: string, atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
      return call(user, atMs, { sourceIPAddress: office, errorCode: undefined, errorMessage: undefined, ...changes });
    },
  };
}

/** Records, and lists of records, as they are played. */
export function items(...records: readonly unknown[]): InputItem[] {
  return records.flat(2).map((record) => cloudTrailItem(record as CloudTrailRecord));
}

/** The notice of AWS Health that a key is public. */
export function leak(accessKeyId: string, atMs: number, id = "7bf73129-1428-4cd3-a780-95db273d1602"): InputItem {
  return eventBridgeItem({
    version: "0",
    id,
    "detail-type": "AWS Health Event",
    source: "aws.health",
    account,
    time: new Date(atMs).toISOString(),
    region: "us-east-1",
    resources: [accessKeyId],
    detail: {
      eventArn: `arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/${accessKeyId}`,
      service: "RISK",
      eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED",
      eventTypeCategory: "issue",
      affectedEntities: [{ entityValue: accessKeyId }],
    },
  });
}
