import { exposingCalls } from "../public-bucket/bucket-change";
import { openingCalls } from "../ingress/changed-group";
import { tamperingCalls } from "../trail-tampering/tampering";
import type { CloudTrailRecord } from "./record";
import { textAt } from "./record";

/** The functions that EventBridge tells of calls, best effort: whoever reads the trail tells them, too. */
export type HandedOnTo = "revoke-open-ingress" | "restart-trail" | "block-public-bucket";

/** The calls that each of them is to hear of, as its rule has them. */
const calls: Readonly<Record<HandedOnTo, { readonly source: string; readonly names: readonly string[] }>> = {
  "revoke-open-ingress": { source: "ec2.amazonaws.com", names: openingCalls },
  "restart-trail": { source: "cloudtrail.amazonaws.com", names: tamperingCalls },
  "block-public-bucket": { source: "s3.amazonaws.com", names: exposingCalls },
};

/** Filter text of CloudWatch Logs that takes those calls where they succeeded, and no other event. */
export const handedOnPattern = `{($.errorCode NOT EXISTS)&&(${Object.values(calls)
  .flatMap(({ names }) => names.map((name) => `($.eventName="${name}")`))
  .join("||")})}`;

/** Who is to hear of a record that the pattern takes; undefined where a call of another service has such a name. */
export function handedOnTo(record: CloudTrailRecord): HandedOnTo | undefined {
  const [source, name] = [textAt(record, "eventSource"), textAt(record, "eventName") ?? ""];
  return (Object.keys(calls) as HandedOnTo[]).find(
    (target) => calls[target].source === source && calls[target].names.includes(name),
  );
}

/**
 * The record as EventBridge would hand it over.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function eventOfCall(record: CloudTrailRecord): object {
  const [service = ""] = (textAt(record, "eventSource") ?? "").split(".");
  return {
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    account: textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId"),
    time: textAt(record, "eventTime"),
    region: textAt(record, "awsRegion"),
    resources: [],
    detail: record,
  };
}
