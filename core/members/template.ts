import type { MemberRole } from "./role-names";
import { forwardingRuleName, longestMemberRole, suffixes } from "./role-names";
import type { MemberStatement } from "./statements";
import { actStatements, readStatements } from "./statements";
import { forwardTrust, memberTrust } from "./trust";

/** Events that a member's rules send to the hub. */
export interface ForwardedEvents {
  readonly name: string;
  readonly description: string;
  readonly pattern: object;
}

export interface TemplateArgs {
  readonly memberRole: Pick<MemberRole, "role">;
  readonly events: readonly ForwardedEvents[];
  /** Where the roles are made, which are one for all regions. */
  readonly rolesRegion: string;
}

/** A day and as many attempts as a target may have. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const forwardRetries = Object.freeze({ attempts: 185, ageSeconds: 86_400 });

const place = Object.freeze({ partition: "${AWS::Partition}", account: "${AWS::AccountId}", roleName: "${RoleName}" });
const inRolesRegion = "IsRolesRegion";

/**
 * The CloudFormation template of a member account, for a StackSet: the role that looks, the role that changes and the role that
 * sends events on in one region, and a rule for each kind of event in every region. Nothing in it is a secret.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function memberTemplate({ memberRole, events, rolesRegion }: TemplateArgs): object {
  const [, path = "", name = ""] = /^(.*\/)?([^/]+)$/.exec(memberRole.role) ?? [];
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description:
      "API Warden in a member account: two roles that the hub's functions assume, and rules that send events to it",
    Parameters: parameters(name, `/${path}`, rolesRegion),
    Conditions: {
      [inRolesRegion]: { "Fn::Equals": [{ Ref: "AWS::Region" }, { Ref: "RolesRegion" }] },
      HasBoundary: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "PermissionsBoundaryArn" }, ""] }] },
    },
    Resources: {
      ReadRole: role("read", "What the hub's functions may look at", readStatements(place)),
      ActRole: role("act", "What the hub's functions may change", actStatements(place)),
      ForwardRole: forwardRole(),
      ...Object.fromEntries(events.map((one) => [`Rule${logicalName(one.name)}`, rule(one)])),
    },
  };
}

function parameters(name: string, path: string, rolesRegion: string): object {
  const text = (Description: string, more: object = {}) => ({ Type: "String", Description, ...more });
  return {
    HubRoleArns: {
      Type: "CommaDelimitedList",
      Description: "ARNs of the roles of the hub's functions: the output hubRoleArns of its stack",
    },
    HubBusArn: text("ARN of the hub's event bus: the output hubBusArn of its stack", {
      AllowedPattern: "^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]+$",
    }),
    OrganizationId: text("The organization that hub and member are of", { AllowedPattern: "^o-[a-z0-9]{10,32}$" }),
    ExternalId: text("The external id, as the hub's secret has it", {
      NoEcho: true,
      AllowedPattern: "^[A-Za-z0-9_+=,.@:/-]{2,1224}$",
    }),
    RoleName: text("Name of the role that changes; the others have an ending behind it", {
      Default: name,
      AllowedPattern: `^[A-Za-z0-9_+=,.@-]{1,${longestMemberRole}}$`,
    }),
    RolePath: text("Path of the roles", { Default: path, AllowedPattern: "^/([!-.0-~]+/)*$" }),
    PermissionsBoundaryArn: text("ARN of a policy that bounds the roles; none where empty", { Default: "" }),
    RolesRegion: text("The region whose stack makes the roles, which hold in all regions", { Default: rolesRegion }),
  };
}

function role(doing: "read" | "act", Description: string, statements: readonly MemberStatement[]): object {
  const trust = memberTrust({
    principals: { Ref: "HubRoleArns" },
    externalId: { Ref: "ExternalId" },
    organizationId: { Ref: "OrganizationId" },
  });
  return iamRole(suffixes[doing], Description, trust, statements.map(substituted));
}

function forwardRole(): object {
  const send = { Sid: "SendToHub", Effect: "Allow", Action: ["events:PutEvents"], Resource: { Ref: "HubBusArn" } };
  const trust = forwardTrust({ Ref: "AWS::AccountId" });
  return iamRole(suffixes.forward, "Sends events to the hub", trust, [send]);
}

function iamRole(suffix: string, Description: string, trust: object, Statement: readonly unknown[]): object {
  return {
    Type: "AWS::IAM::Role",
    Condition: inRolesRegion,
    Properties: {
      RoleName: named(suffix),
      Path: { Ref: "RolePath" },
      Description,
      PermissionsBoundary: {
        "Fn::If": ["HasBoundary", { Ref: "PermissionsBoundaryArn" }, { Ref: "AWS::NoValue" }],
      },
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "api-warden", PolicyDocument: { Version: "2012-10-17", Statement } }],
    },
  };
}

function rule({ name, description, pattern }: ForwardedEvents): object {
  return {
    Type: "AWS::Events::Rule",
    Properties: {
      Name: { "Fn::Sub": forwardingRuleName({ role: "${RoleName}" }, name) },
      Description: `${description}, for the hub of API Warden`,
      EventPattern: pattern,
      State: "ENABLED",
      Targets: [
        {
          Id: "hub",
          Arn: { Ref: "HubBusArn" },
          RoleArn: {
            "Fn::Sub": `arn:${place.partition}:iam::${place.account}:role\${RolePath}\${RoleName}${suffixes.forward}`,
          },
          RetryPolicy: {
            MaximumRetryAttempts: forwardRetries.attempts,
            MaximumEventAgeInSeconds: forwardRetries.ageSeconds,
          },
        },
      ],
    },
  };
}

function named(suffix: string): object {
  return suffix === "" ? { Ref: "RoleName" } : { "Fn::Sub": `\${RoleName}${suffix}` };
}

/** The value with every reference in its texts marked as one. */
function substituted(value: unknown): unknown {
  if (typeof value === "string") {
    if (value === place.account) return { Ref: "AWS::AccountId" };
    return value.includes("${") ? { "Fn::Sub": value } : value;
  }
  if (Array.isArray(value)) return value.map(substituted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each)]));
}

/** Logical names are letters and digits alone. */
function logicalName(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
