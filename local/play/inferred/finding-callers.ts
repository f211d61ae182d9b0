import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import { credentialOf } from "../../../core/findings/credential";
import type { Finding } from "../../../core/findings/finding";
import { findingOf } from "../../../core/findings/finding";

/**
 * The users and roles that a finding of GuardDuty names, as callers of a record each; none for any other event, nor for a
 * sample, whose users are made up.
 */
export function findingCallers(event: unknown): CloudTrailRecord[] {
  const finding = findingIn(event);
  if (finding === undefined || finding.sample !== undefined) return [];
  const call = {
    eventSource: textAt(event, "detail", "service", "action", "awsApiCallAction", "serviceName"),
    awsRegion: finding.region,
  };
  return finding.actors.flatMap((actor): CloudTrailRecord[] => {
    const { accessKeyId, userName, principalId, account: accountId } = actor;
    const { kind } = credentialOf(actor);
    const id = principalId?.split(":")[0];
    if (kind === "user-key" || kind === "user-session") {
      return [{ ...call, userIdentity: { type: "IAMUser", accessKeyId, accountId, userName, principalId: id } }];
    }
    if (kind !== "role-session") return [];
    const arn = `arn:${partitionOfRegion(finding.region ?? "").name}:iam::${accountId ?? ""}:role/${userName ?? ""}`;
    const sessionIssuer = { type: "Role", arn, accountId, userName, principalId: id };
    return [{ ...call, userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer } } }];
  });
}

function findingIn(event: unknown): Finding | undefined {
  try {
    return findingOf(event);
  } catch {
    return undefined;
  }
}
