import type { Configuration } from "../configuration/configuration";
import { actionsOf } from "../permissions/grant";
import type { PolicyDocument } from "../permissions/managed-policies";
import { logGroupName, namedSecrets } from "./settings";

/** Where the stack would go; without an account any. */
export interface DoctorScope {
  readonly partition: string;
  readonly region: string;
  readonly account?: string | undefined;
}

interface Needed {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Questions that take no resource, or whose answer is a list of them. */
const onAnything = [
  ...actionsOf("cloudtrail", "DescribeTrails"),
  ...actionsOf("ec2", "DescribeRegions"),
  ...actionsOf("guardduty", "ListDetectors"),
  ...actionsOf("lambda", "GetAccountSettings ListFunctions"),
  ...actionsOf(
    "organizations",
    "DescribeOrganization ListAWSServiceAccessForOrganization ListDelegatedServicesForAccount",
  ),
];

/**
 * The policy that `warden doctor` takes for a stack, which reads and changes nothing. GetCallerIdentity needs no permission.
 * A page for each service says what IAM takes: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function doctorPolicy(configuration: Configuration, scope: DoctorScope): PolicyDocument {
  const { partition, region, account = "*" } = scope;
  const { kmsKeyArn, permissionsBoundary } = configuration;
  const iam = (kind: string) => `arn:${partition}:iam::${account}:${kind}/*`;
  const secrets = namedSecrets(configuration).map(({ id }) =>
    id.startsWith("arn:") ? id : `arn:${partition}:secretsmanager:${region}:${account}:secret:${id}-??????`,
  );
  const needed: readonly Needed[] = [
    { Action: onAnything, Resource: ["*"] },
    {
      Action: actionsOf("cloudtrail", "GetEventSelectors GetTrailStatus"),
      Resource: [`arn:${partition}:cloudtrail:*:*:trail/*`],
    },
    {
      Action: actionsOf(
        "guardduty",
        "GetAdministratorAccount GetDetector GetIPSet GetThreatIntelSet ListIPSets ListMembers ListThreatIntelSets",
      ),
      Resource: [`arn:${partition}:guardduty:*:${account}:detector/*`],
    },
    { Action: ["iam:GetRole"], Resource: [iam("role")] },
    { Action: ["iam:SimulatePrincipalPolicy"], Resource: [iam("role"), iam("user")] },
    { Action: ["secretsmanager:DescribeSecret"], Resource: [...new Set(secrets)] },
    ...sourceNeeds(configuration, scope),
    {
      Action: actionsOf("kms", "DescribeKey GetKeyPolicy"),
      Resource: kmsKeyArn === undefined ? [] : [kmsKeyArn],
    },
    { Action: ["iam:GetPolicy"], Resource: permissionsBoundary === undefined ? [] : [permissionsBoundary] },
  ];
  const Statement = needed
    .filter(({ Resource }) => Resource.length > 0)
    .map((statement) => ({ Effect: "Allow" as const, ...statement }));
  return { Version: "2012-10-17", Statement };
}

function sourceNeeds({ trail }: Configuration, { partition, region, account = "*" }: DoctorScope): Needed[] {
  switch (trail.kind) {
    case "create":
      return [];
    case "log-group": {
      const arn = `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName(trail.logGroup)}`;
      return [
        // They look through all log groups, and at the account's own policies.
        { Action: actionsOf("logs", "DescribeAccountPolicies DescribeLogGroups"), Resource: ["*"] },
        {
          Action: actionsOf(
            "logs",
            "DescribeMetricFilters DescribeSubscriptionFilters GetDataProtectionPolicy GetTransformer",
          ),
          Resource: [arn, `${arn}:*`],
        },
      ];
    }
    case "bucket": {
      const { announcedBy } = trail;
      return [
        {
          Action: actionsOf("s3", "GetBucketLocation GetBucketNotification"),
          Resource: [`arn:${partition}:s3:::${trail.bucket}`],
        },
        announcedBy.kind === "queue"
          ? { Action: actionsOf("sqs", "GetQueueAttributes GetQueueUrl"), Resource: [announcedBy.queueArn] }
          : { Action: ["sns:GetTopicAttributes"], Resource: [announcedBy.topicArn] },
      ];
    }
  }
}
