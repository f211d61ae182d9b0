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
  return resources.filter((one) => isWildcardResource(one) && !areBucketsOfOneAccount(one, conditions));
}

/** ARNs of buckets have no account in them: a condition has to say whose buckets are meant. */
function areBucketsOfOneAccount(resource: string, conditions: readonly Condition[]): boolean {
  if (!/^arn:[^:*?]+:s3:::/.test(resource)) return false;
  return conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      ["s3:resourceaccount", "aws:resourceaccount"].includes(key) &&
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
