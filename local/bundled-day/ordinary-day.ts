import { isReading } from "./call";
import type { Call, Caller } from "./call";
import * as company from "./company";
import type { Random } from "./random";

/** One group of callers, what they do, and how many calls an hour they make in the working day and outside it. */
interface Routine {
  readonly callers: readonly Caller[];
  readonly calls: readonly (readonly [service: string, actions: string])[];
  readonly perWorkingHour: number;
  readonly perQuietHour: number;
}

const { developers, applications, services } = company;

const routines: readonly Routine[] = [
  {
    callers: [developers.amara, developers.bjorn, developers.dalia],
    calls: [
      ["ec2", "DescribeInstances DescribeSecurityGroups DescribeVpcs DescribeSubnets DescribeRegions"],
      ["logs", "DescribeLogGroups DescribeLogStreams FilterLogEvents StartQuery GetQueryResults"],
      ["ecs", "ListClusters DescribeServices ListTasks DescribeTasks"],
      ["lambda", "ListFunctions20150331 GetFunction20150331v2 UpdateFunctionConfiguration20150331v2"],
      ["monitoring", "DescribeAlarms ListMetrics GetMetricData PutMetricAlarm"],
      ["s3", "ListBuckets GetBucketLocation GetBucketTagging PutBucketTagging"],
      ["rds", "DescribeDBInstances DescribeEvents"],
      ["dynamodb", "ListTables DescribeTable"],
    ],
    perWorkingHour: 450,
    perQuietHour: 14,
  },
  {
    callers: [developers.chen],
    calls: [
      ["ec2", "DescribeVpcs DescribeSubnets DescribeRouteTables DescribeSecurityGroups CreateTags"],
      ["iam", "GetRole ListRolePolicies ListAttachedRolePolicies GetPolicy GetPolicyVersion"],
      ["s3", "GetBucketPolicy GetBucketVersioning GetBucketEncryption GetBucketAcl"],
      ["rds", "DescribeDBInstances ListTagsForResource"],
      ["sts", "GetCallerIdentity"],
    ],
    perWorkingHour: 230,
    perQuietHour: 0,
  },
  {
    callers: [company.deployProduction, company.deployStaging],
    calls: [
      ["ecr", "GetAuthorizationToken BatchCheckLayerAvailability InitiateLayerUpload CompleteLayerUpload PutImage"],
      ["ecs", "DescribeServices DescribeTaskDefinition UpdateService DescribeClusters"],
      ["lambda", "UpdateFunctionCode20150331v2 GetFunction20150331v2 PublishVersion20150331"],
      ["cloudformation", "DescribeStacks DescribeStackEvents CreateChangeSet ExecuteChangeSet"],
    ],
    perWorkingHour: 190,
    perQuietHour: 8,
  },
  {
    callers: [applications.shop, applications.orders, applications.images],
    calls: [
      ["secretsmanager", "GetSecretValue"],
      ["kms", "Decrypt GenerateDataKey"],
      ["ssm", "GetParameter GetParametersByPath"],
      ["sqs", "GetQueueUrl GetQueueAttributes"],
      ["logs", "CreateLogStream"],
      ["sts", "GetCallerIdentity"],
    ],
    perWorkingHour: 520,
    perQuietHour: 270,
  },
  {
    callers: [services.lambda, services.ecsTasks, services.autoScaling, services.cloudTrail],
    calls: [
      ["sts", "AssumeRole"],
      ["kms", "GenerateDataKey Decrypt"],
    ],
    perWorkingHour: 220,
    perQuietHour: 160,
  },
  {
    callers: [company.postureScanner],
    calls: [
      ["ec2", "DescribeInstances DescribeSecurityGroups DescribeVolumes DescribeSnapshots DescribeNetworkAcls"],
      ["iam", "ListUsers ListRoles GetAccountSummary GetAccountPasswordPolicy ListVirtualMFADevices"],
      ["s3", "GetBucketPolicy GetBucketAcl GetBucketPublicAccessBlock GetBucketEncryption"],
      ["config", "DescribeConfigurationRecorders DescribeConfigRules"],
    ],
    perWorkingHour: 60,
    perQuietHour: 60,
  },
  {
    callers: [company.backupServer],
    calls: [["s3", "ListBuckets GetBucketLocation GetBucketVersioning"]],
    perWorkingHour: 6,
    perQuietHour: 12,
  },
];

/** Faults that are no denials: what is looked for is not there, or too much is asked at once. */
const faults = {
  ec2: { code: "Client.DryRunOperation", message: "Request would have succeeded, but DryRun flag is set." },
  iam: { code: "NoSuchEntityException", message: "The role with name shop-preview-task cannot be found." },
  logs: { code: "ResourceNotFoundException", message: "The specified log group does not exist." },
  rds: { code: "DBInstanceNotFound", message: "DBInstance shop-preview not found." },
  monitoring: { code: "Throttling", message: "Rate exceeded" },
} as const;
const faultShare = 0.015;

/** What the company does on any day, about 24,000 calls; in no particular order. */
export function ordinaryDay(random: Random): Call[] {
  const calls: Call[] = [];
  for (const routine of routines) {
    for (let hour = 0; hour < 24; hour += 1) {
      const isWorking = hour >= 7 && hour < 17;
      const count = isWorking ? routine.perWorkingHour : routine.perQuietHour;
      for (let index = 0; index < count; index += 1) calls.push(ordinaryCall(routine, hour, random));
    }
  }
  return calls;
}

function ordinaryCall(routine: Routine, hour: number, random: Random): Call {
  const [service, actions] = random.pick(routine.calls);
  const action = random.pick(actions.split(" "));
  const caller = random.pick(routine.callers);
  const fault = random.fraction() < faultShare ? (faults as Record<string, Call["error"]>)[service] : undefined;
  return {
    atMs: company.midnightMs + hour * 3_600_000 + random.between(0, 3599) * 1000,
    caller,
    service,
    action,
    region: service === "iam" ? "us-east-1" : company.homeRegion,
    readOnly: isReading(action),
    request: requestOf(service, action, random),
    ...(fault !== undefined && { error: fault }),
  };
}

const names = ["shop-api", "shop-web", "orders", "images", "search", "invoices", "newsletter"] as const;

/** A plausible request; null where the call takes none, as CloudTrail writes it. */
function requestOf(service: string, action: string, random: Random): unknown {
  const name = random.pick(names);
  if (action.startsWith("List") || action === "GetCallerIdentity" || action === "GetAuthorizationToken") return null;
  if (service === "s3")
    return {
      bucketName: `northwind-shop-${name}`,
      Host: `northwind-shop-${name}.s3.${company.homeRegion}.amazonaws.com`,
    };
  if (service === "kms") return { encryptionContext: { service: name }, encryptionAlgorithm: "SYMMETRIC_DEFAULT" };
  if (service === "iam") return { roleName: `${name}-task` };
  if (service === "logs") return { logGroupName: `/northwind-shop/${name}` };
  if (service === "ecs") return { cluster: "production", services: [name] };
  if (service === "lambda") return { functionName: name };
  if (service === "secretsmanager") return { secretId: `production/${name}` };
  if (service === "ssm") return { name: `/production/${name}/settings`, withDecryption: true };
  if (action === "AssumeRole") {
    return { roleArn: `arn:aws:iam::${company.account}:role/${name}-task`, roleSessionName: random.hex(16) };
  }
  return { filterSet: {}, maxResults: random.pick([50, 100, 1000]) };
}
