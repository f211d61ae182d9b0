/** Where a role is: values, or the references that a template has in their place. */
export interface MemberPlace {
  readonly partition: string;
  readonly account: string;
  /** The role that changes, without its path: its rules' names begin with it. */
  readonly roleName: string;
}

/** A statement of a member's role. Plain data. */
export interface MemberStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the role may do that functions look through. Nothing of what it may do shows what is stored in the account. */
export function readStatements(place: MemberPlace): readonly MemberStatement[] {
  const { partition, account } = place;
  return [
    {
      Sid: "LookAtKeys",
      Effect: "Allow",
      Action: ["iam:GetAccessKeyLastUsed", "iam:GetUser", "iam:ListAccessKeys", "iam:ListUserTags"],
      Resource: usersOf(place),
    },
    { Sid: "LookAtRoles", Effect: "Allow", Action: ["iam:GetRole"], Resource: rolesOf(place) },
    // They take no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    {
      Sid: "LookAtGroups",
      Effect: "Allow",
      Action: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
      Resource: "*",
    },
    {
      Sid: "LookIntoPrefixLists",
      Effect: "Allow",
      Action: ["ec2:GetManagedPrefixListEntries"],
      Resource: [`arn:${partition}:ec2:*:${account}:prefix-list/*`, `arn:${partition}:ec2:*:aws:prefix-list/*`],
    },
    {
      Sid: "LookAtTrails",
      Effect: "Allow",
      Action: ["cloudtrail:GetTrail", "cloudtrail:GetTrailStatus", "cloudtrail:ListTags"],
      Resource: trailsOf(place),
    },
    {
      Sid: "LookAtBuckets",
      Effect: "Allow",
      Action: [
        "s3:GetBucketAcl",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetBucketWebsite",
      ],
      ...bucketsOf(place),
    },
    {
      Sid: "LookAtRules",
      Effect: "Allow",
      Action: ["events:DescribeRule"],
      Resource: `arn:${partition}:events:*:${account}:rule/${place.roleName}-*`,
    },
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    { Sid: "LookAtAccount", Effect: "Allow", Action: ["s3:GetAccountPublicAccessBlock"], Resource: "*" },
  ];
}

/** What the role may do by which functions change something: what the five actions change, and nothing else. */
export function actStatements(place: MemberPlace): readonly MemberStatement[] {
  const { partition, account } = place;
  return [
    { Sid: "SetKeyStatus", Effect: "Allow", Action: ["iam:UpdateAccessKey"], Resource: usersOf(place) },
    {
      Sid: "EndSessions",
      Effect: "Allow",
      Action: ["iam:DeleteUserPolicy", "iam:GetUserPolicy", "iam:PutUserPolicy"],
      Resource: usersOf(place),
    },
    {
      Sid: "EndRoleSessions",
      Effect: "Allow",
      Action: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"],
      Resource: rolesOf(place),
    },
    {
      Sid: "RevokeRules",
      Effect: "Allow",
      Action: ["ec2:RevokeSecurityGroupIngress"],
      Resource: [
        `arn:${partition}:ec2:*:${account}:security-group/*`,
        `arn:${partition}:ec2:*:${account}:security-group-rule/*`,
      ],
    },
    { Sid: "StartLogging", Effect: "Allow", Action: ["cloudtrail:StartLogging"], Resource: trailsOf(place) },
    {
      Sid: "BlockPublicAccess",
      Effect: "Allow",
      Action: ["s3:PutBucketPublicAccessBlock"],
      ...bucketsOf(place),
    },
  ];
}

function usersOf({ partition, account }: MemberPlace): string {
  return `arn:${partition}:iam::${account}:user/*`;
}

function rolesOf({ partition, account }: MemberPlace): string {
  return `arn:${partition}:iam::${account}:role/*`;
}

function trailsOf({ partition, account }: MemberPlace): string {
  return `arn:${partition}:cloudtrail:*:${account}:trail/*`;
}

/** ARNs of buckets have no account in them. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function bucketsOf({ partition, account }: MemberPlace): Pick<MemberStatement, "Resource" | "Condition"> {
  return {
    Resource: `arn:${partition}:s3:::*`,
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  };
}
