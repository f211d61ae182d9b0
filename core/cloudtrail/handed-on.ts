import { exposingCalls } from "../public-bucket/bucket-change";
import { openingCalls } from "../ingress/changed-group";
import { mayChangePart } from "../trail-tampering/own-parts";
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

/**
 * Parts of the names of those calls, and of the calls that change Warden's own parts: a filter has 1,024 characters and shares
 * them with others. Short enough to fit, long enough that next to nothing is taken that happens often. The asterisk is
 * documented before and after a word only. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
const wideNames = [
  ...["AuthorizeSec*", "ModifySec*", "StopLogging", "*eTrail", "*Selectors"],
  ...["PutBucket*", "PutPublic*", "*teBucketP*", "*tePublic*"],
  ...["*Rule", "PutTargets", "Remove*", "*Filter", "*eLogGroup", "DeleteAl*", "*bleAlarm*", "*ricAlarm"],
  ...["*eDetector", "*eIPSet", "*eThreat*", "*eFunction*", "PutFunc*", "*eEventS*", "Unsub*", "SetSub*", "*eTopic"],
];

/** Filter text of CloudWatch Logs that takes every call that is handed on where it succeeded; `handedOnTo` has the last word. */
export const handedOnPattern = `{($.errorCode NOT EXISTS)&&(${wideNames.map((name) => `$.eventName=${name}`).join("||")})}`;

/** Who is to hear of a record, if it succeeded; undefined where nobody is. */
export function handedOnTo(record: CloudTrailRecord): HandedOnTo | undefined {
  const [source, name] = [textAt(record, "eventSource"), textAt(record, "eventName") ?? ""];
  const told = (Object.keys(calls) as HandedOnTo[]).find(
    (target) => calls[target].source === source && calls[target].names.includes(name),
  );
  return told ?? (mayChangePart(record) ? "restart-trail" : undefined);
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
