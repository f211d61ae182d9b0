import { allowed, clock } from "./call";
import type { Call } from "./call";
import * as company from "./company";
import { refused } from "./denied";
import type { Random } from "./random";
import { tellTheft } from "./theft";

const secondMs = 1000;

/**
 * The day's incidents. Every burst lies within a quarter of an hour, the default gathering window, so that each becomes one
 * incident with a summary behind it and the whole day stays readable.
 */
export function tellStory(random: Random): Call[] {
  return [
    ...deploymentRoleLacksPassRole(random),
    ...developerMeetsGuardrail(random),
    ...scannerIsRefused(random),
    ...someoneMistypesThePassword(),
    ...developerOpensSecurityGroup(random),
    ...tellTheft(random),
    ...logDeliveryProbes(random),
  ];
}

/** 9:05 and 11:20: the pipeline retries a release whose role may not hand the new task role to ECS. */
function deploymentRoleLacksPassRole(random: Random): Call[] {
  const starts = [clock(9, 5), clock(11, 20)];
  return starts.flatMap((start, release) =>
    Array.from({ length: 34 }, (_, attempt) =>
      refused(
        {
          atMs: start + attempt * 18 * secondMs,
          caller: company.deployProduction,
          service: "ecs",
          action: "RegisterTaskDefinition",
          region: company.homeRegion,
          request: {
            family: "shop-api",
            networkMode: "awsvpc",
            taskRoleArn: taskRole,
            executionRoleArn: taskRole,
            revision: release,
          },
          permission: "iam:PassRole",
          resource: taskRole,
        },
        random,
      ),
    ),
  );
}

const taskRole = `arn:aws:iam::${company.account}:role/shop-api-task`;

/** 10:12: a developer tries a region that the organisation has closed. */
function developerMeetsGuardrail(random: Random): Call[] {
  const call = {
    atMs: clock(10, 12, 41),
    caller: company.developers.dalia,
    service: "sagemaker",
    action: "CreateNotebookInstance",
    region: "us-west-2",
    request: { notebookInstanceName: "dalia-demand-forecast", instanceType: "ml.t3.medium" },
    resource: `arn:aws:sagemaker:us-west-2:${company.account}:notebook-instance/dalia-demand-forecast`,
    reason: "with an explicit deny in a service control policy",
  };
  return [refused(call, random)];
}

const scannedRegions = ["eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "ap-southeast-1", "sa-east-1"];
const scannedCalls = [
  ["macie2", "GetMacieSession"],
  ["inspector2", "ListFindings"],
  ["access-analyzer", "ListAnalyzers"],
  ["detective", "ListGraphs"],
  ["wafv2", "ListWebACLs"],
  ["network-firewall", "ListFirewalls"],
  ["fms", "ListPolicies"],
  ["auditmanager", "ListAssessments"],
  ["shield", "DescribeSubscription"],
  ["kendra", "ListIndices"],
] as const;

/** 12:02: the security scanner's role has not been granted the read access that its new version wants. */
function scannerIsRefused(random: Random): Call[] {
  return scannedRegions.flatMap((region, regionIndex) =>
    scannedCalls.map(([service, action], index) =>
      refused(
        {
          atMs: clock(12, 2) + regionIndex * 7 * secondMs + Math.floor(index / 5) * secondMs,
          caller: company.postureScanner,
          service,
          action,
          region,
        },
        random,
      ),
    ),
  );
}

/** 8:17: wrong, then right. */
function someoneMistypesThePassword(): Call[] {
  const signIn = {
    caller: company.consoleUser("finance-reports"),
    service: "signin",
    action: "ConsoleLogin",
    region: "us-east-1",
    readOnly: false,
  };
  const extra = {
    eventType: "AwsConsoleSignIn",
    additionalEventData: {
      LoginTo: "https://console.aws.amazon.com/console/home",
      MobileVersion: "No",
      MFAUsed: "Yes",
    },
  };
  const failed = {
    errorMessage: "Failed authentication",
    additionalEventData: { ...extra.additionalEventData, MFAUsed: "No" },
  };
  return [
    { ...signIn, atMs: clock(8, 17, 5), response: { ConsoleLogin: "Failure" }, extra: { ...extra, ...failed } },
    { ...signIn, atMs: clock(8, 17, 32), response: { ConsoleLogin: "Success" }, extra },
  ];
}

/** 14:48: a developer opens SSH to the world, "just to test". */
function developerOpensSecurityGroup(random: Random): Call[] {
  const groupId = "sg-0a4c19e2d7b35f861";
  const rule = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
  const response = {
    requestId: random.uuid(),
    _return: true,
    securityGroupRuleSet: {
      items: [
        {
          groupOwnerId: company.account,
          groupId,
          securityGroupRuleId: `sgr-${random.hex(17)}`,
          isEgress: false,
          ...rule,
          cidrIpv4: "0.0.0.0/0",
        },
      ],
    },
  };
  const ranges = { groups: {}, ipRanges: { items: [{ cidrIp: "0.0.0.0/0", description: "test" }] } };
  const request = { groupId, ipPermissions: { items: [{ ...rule, ...ranges, ipv6Ranges: {}, prefixListIds: {} }] } };
  const by = allowed(clock(14, 48, 19), company.developers.bjorn, "ec2", "AuthorizeSecurityGroupIngress");
  return [{ ...by, request, response }];
}

/** 5:11: log delivery checks a bucket that it may not see, until it is told where to write. Known and harmless. */
function logDeliveryProbes(random: Random): Call[] {
  return Array.from({ length: 12 }, (_, index) => ({
    atMs: clock(5, 11) + index * 20 * secondMs,
    caller: company.services.logDelivery,
    service: "s3",
    action: "HeadBucket",
    region: company.homeRegion,
    readOnly: true,
    request: {
      bucketName: "northwind-shop-access-logs",
      Host: `northwind-shop-access-logs.s3.${company.homeRegion}.amazonaws.com`,
    },
    error: { code: "AccessDenied", message: "Access Denied" },
    extra: { additionalEventData: { "x-amz-id-2": random.hex(32) } },
  }));
}
