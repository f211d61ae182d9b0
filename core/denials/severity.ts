import type { Denial } from "./denial";
import { isPrivilegeOrSecret, isRootDenial, isTrailTampering } from "./stakes";

export type SeverityLevel = "info" | "low" | "high" | "critical";

export interface Severity {
  readonly level: SeverityLevel;
  /** Why, in words for people; holds no text that a caller controls. */
  readonly reason: string;
}

/** Policies that an organisation sets as guard-rails: running into them is what they are for. */
const guardRailPolicyTypes: readonly string[] = ["service control policy", "resource control policy"];

/**
 * How much a denial matters by itself; what it means together with others is for the incident to say.
 * A call that a service makes for a user (`invokedBy`) is judged as the user's own: services can be made to call.
 */
export function severityOf(denial: Denial): Severity {
  if (isRootDenial(denial)) return { level: "critical", reason: "the root user was refused" };
  if (isTrailTampering(denial))
    return { level: "critical", reason: "an attempt to switch off or weaken logging or detection" };
  if (isServiceLinkedRole(denial)) return { level: "info", reason: "a service-linked role of AWS" };
  if (isCallOfService(denial)) return { level: "info", reason: "a call that an AWS service makes for itself" };
  if (denial.kind === "authentication-failure") return { level: "low", reason: "credentials that AWS did not accept" };
  if (isGuardRail(denial))
    return { level: "info", reason: `an explicit deny of a ${denial.refusal.policyType} did its work` };
  if (isPrivilegeOrSecret(denial) && isPermissionMissing(denial)) {
    return { level: "high", reason: "an attempt to gain privileges or reach secrets without the permission for it" };
  }
  return { level: "low", reason: "reaches neither privileges nor secrets" };
}

/**
 * By the path, which only AWS can give a role, and by the name alone only where the record has no role ARN:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
function isServiceLinkedRole({ principal }: Denial): boolean {
  if (principal.type !== "AssumedRole") return false;
  if (principal.arn === undefined) return principal.name.startsWith("AWSServiceRoleFor");
  return /^arn:[a-z-]+:iam::\d{12}:role\/aws-service-role\//.test(principal.arn);
}

function isCallOfService({ principal }: Denial): boolean {
  return principal.type === "AWSService" || (principal.type === "Unknown" && principal.invokedBy !== undefined);
}

/** An explicit deny of a policy that an organisation sets for its accounts. */
export function isGuardRail({ refusal }: Denial): boolean {
  return refusal.effect === "explicit" && guardRailPolicyTypes.includes(refusal.policyType ?? "");
}

function isPermissionMissing({ refusal }: Denial): boolean {
  if (refusal.effect === "explicit") return false;
  return refusal.policyType === undefined || refusal.policyType === "identity-based policy";
}
