import type { Condition, Statement } from "./statements";

/** True where an action of a policy stands for more than itself. */
export function isWildcardAction(action: string): boolean {
  return /[*?]/.test(action);
}

/** Which resources of an allowing statement stand for more than they should; none where AWS can narrow down none of its actions. */
export function wideResources(
  { actions, resources, conditions }: Pick<Statement, "actions" | "resources" | "conditions">,
  furtherUnscopedActions: readonly string[] = [],
): string[] {
  const unscoped = [...unscopedActions, ...furtherUnscopedActions];
  if (actions.every((action) => unscoped.includes(action))) return [];
  return resources.filter((one) => isWildcardResource(one) && !isOfNamedAccounts(one, conditions));
}

/**
 * Where a condition says in whose accounts: for buckets, whose ARNs have no account in them, and for one thing of the same name in
 * many accounts (`arn:aws:iam::*:role/NAME`), of which a policy has no room for an ARN each.
 */
function isOfNamedAccounts(resource: string, conditions: readonly Condition[]): boolean {
  const isOfBuckets = /^arn:[^:*?]+:s3:::/.test(resource);
  if (!isOfBuckets && !/^arn:[^:*?]+:[^:*?]+:[^:*?]*:\*:[^*?]+$/.test(resource)) return false;
  return conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      (key === "aws:resourceaccount" || (isOfBuckets && key === "s3:resourceaccount")) &&
      values.length > 0 &&
      values.every((value) => /^\d{12}$/.test(value)),
  );
}

/**
 * True where a resource of a policy names no one thing and no one kind of thing in one account: `*`, an ARN with any
 * service, any account, or any resource (`arn:aws:sns:eu-west-1:111122223333:*`). `…:user/*` and `…:log-group:NAME:*` name
 * one kind.
 */
function isWildcardResource(resource: string): boolean {
  if (!resource.startsWith("arn:")) return /^[*?]+$/.test(resource);
  const [, , service = "", , account = "", ...rest] = resource.split(":");
  return /[*?]/.test(service) || /[*?]/.test(account) || /^[*?/]*$/.test(rest.join(":"));
}

/**
 * Actions for which AWS has no resource type, so that only the resource `*` allows them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const unscopedActions: readonly string[] = [
  "cloudtrail:DescribeTrails",
  "cloudtrail:LookupEvents",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:PutMetricData",
  "ec2:DescribeAddresses",
  "ec2:DescribeInstances",
  "ec2:DescribeManagedPrefixLists",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRegions",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeVpcs",
  "guardduty:ListDetectors",
  "health:DescribeEvents",
  "iam:ListAccountAliases",
  "iam:ListUsers",
  "kms:ListKeys",
  "logs:GetQueryResults",
  "logs:StopQuery",
  "organizations:DescribeOrganization",
  "organizations:ListAccounts",
  "s3:GetAccountPublicAccessBlock",
  "s3:ListAllMyBuckets",
  "sts:GetAccessKeyInfo",
  "sts:GetCallerIdentity",
  "tag:GetResources",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
