import type { Caller } from "./call";

/** The company's only account; an id from AWS's own examples. */
export const account = "111122223333";
export const homeRegion = "eu-central-1";
/** Tuesday, 17 March 2026, 00:00 UTC. */
export const midnightMs = Date.UTC(2026, 2, 17);

/** Office and agencies, from the ranges that RFC 5737 sets aside for documentation. */
const officeAddress = "203.0.113.24";
const pipelineAddress = "198.51.100.77";
const scannerAddress = "192.0.2.140";
const backupServerAddress = "203.0.113.61";
/** A hosting company's machine in Singapore, where this company has nobody. */
export const foreignAddress = "139.162.21.77";

/** The long-term key that gets stolen. The ending keeps secret scanners calm. */
export const stolenKeyId = "AKIABACKUPLEGEXAMPLE";
export const backupUser = "backup-legacy";

const consoleAgent =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36";
const commandLineAgent =
  "aws-cli/2.33.8 md/awscrt#0.29.1 ua/2.1 os/macos#25.2.0 md/arch#arm64 lang/python#3.13.9 cfg/retry-mode#standard";

/** Twelve characters that stand for the unique part of an IAM id, the same for the same name. */
function uniqueId(prefix: string, name: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let state = 7;
  let id = prefix;
  while (id.length < 21) {
    for (const character of name) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0;
    id += letters[(state >>> 11) % letters.length] as string;
  }
  return id;
}

interface SessionOptions {
  readonly path?: string;
  readonly mfa?: boolean;
  readonly startedAtMs?: number;
}

function roleSession(
  role: string,
  session: string,
  address: string,
  agent: string,
  options: SessionOptions = {},
): Caller {
  const roleId = uniqueId("AROA", role);
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
  const userIdentity = {
    type: "AssumedRole",
    principalId: `${roleId}:${session}`,
    arn,
    accountId: account,
    accessKeyId: uniqueId("ASIA", role + session).slice(0, 20),
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: roleId,
        arn: `arn:aws:iam::${account}:role/${options.path ?? ""}${role}`,
        accountId: account,
        userName: role,
      },
      attributes: {
        creationDate: isoTime(options.startedAtMs ?? midnightMs + 5 * 3_600_000),
        mfaAuthenticated: String(options.mfa ?? false),
      },
    },
  };
  return { userIdentity, arn, address, agent };
}

const ssoRole = "AWSReservedSSO_Developer_4f1c2a9be07d3356";

function developer(name: string, agent: string): Caller {
  const path = `aws-reserved/sso.amazonaws.com/${homeRegion}/`;
  return roleSession(ssoRole, `${name}@northwind-shop.example`, officeAddress, agent, {
    path,
    startedAtMs: midnightMs + 7 * 3_600_000,
  });
}

export const developers = {
  amara: developer("amara", commandLineAgent),
  bjorn: developer("bjorn", consoleAgent),
  chen: developer("chen", "APN/1.0 HashiCorp/1.0 Terraform/1.14.3 terraform-provider-aws/6.34.0 aws-sdk-go-v2/1.41.1"),
  dalia: developer("dalia", consoleAgent),
};

export const deployProduction = roleSession(
  "deploy-production",
  "GitHubActions",
  pipelineAddress,
  "aws-sdk-js/3.1080.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.6 amazon-ecs-deploy-task-definition-for-github-actions",
);
export const deployStaging = roleSession("deploy-staging", "GitHubActions", pipelineAddress, deployProduction.agent);
export const postureScanner = roleSession(
  "posture-scanner",
  "scheduled-scan",
  scannerAddress,
  "ExampleCloudPosture/7.4 (scheduled security scan) Boto3/1.42.5 md/Botocore#1.42.5 lang/python#3.12.8",
);

const lambdaAgent =
  "aws-sdk-nodejs/3.1040.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.21.1 exec-env/AWS_Lambda_nodejs22.x";
const containerAgent = "aws-sdk-java/2.41.5 md/io#sync md/http#Apache ua/2.1 exec-env/AWS_ECS_FARGATE";

export const applications = {
  shop: roleSession("shop-api-task", "4be1f0c29d1c4a4f9a60bb0c2ed9a1f7", "10.20.4.31", containerAgent),
  orders: roleSession("orders-worker", "orders-worker", "10.20.5.12", lambdaAgent),
  images: roleSession("image-resizer", "image-resizer", "10.20.6.87", lambdaAgent),
};

function service(name: string): Caller {
  const host = `${name}.amazonaws.com`;
  return { userIdentity: { type: "AWSService", invokedBy: host }, arn: host, address: host, agent: host };
}

export const services = {
  lambda: service("lambda"),
  ecsTasks: service("ecs-tasks"),
  cloudTrail: service("cloudtrail"),
  autoScaling: service("autoscaling"),
  logDelivery: service("delivery.logs"),
};

const backupIdentity = {
  type: "IAMUser",
  principalId: uniqueId("AIDA", backupUser),
  arn: `arn:aws:iam::${account}:user/${backupUser}`,
  accountId: account,
  accessKeyId: stolenKeyId,
  userName: backupUser,
};

/** The user's rightful place: a server in the office. */
export const backupServer: Caller = {
  userIdentity: backupIdentity,
  arn: backupIdentity.arn,
  address: backupServerAddress,
  agent: "aws-cli/1.27.60 Python/3.8.10 Linux/5.4.0-150-generic botocore/1.29.60",
};

export const thief: Caller = {
  ...backupServer,
  address: foreignAddress,
  agent: "Boto3/1.40.11 md/Botocore#1.40.11 ua/2.1 os/linux#6.8.0-kali1-amd64 lang/python#3.11.9",
};

/** The thief with temporary credentials made from the stolen key. */
export function thiefSession(startedAtMs: number): Caller {
  const attributes = { creationDate: isoTime(startedAtMs), mfaAuthenticated: "false" };
  const accessKeyId = uniqueId("ASIA", "session of the thief").slice(0, 20);
  return { ...thief, userIdentity: { ...backupIdentity, accessKeyId, sessionContext: { attributes } } };
}

/** A person signing in to the console as an IAM user: no access key. */
export function consoleUser(userName: string): Caller {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const userIdentity = { type: "IAMUser", principalId: uniqueId("AIDA", userName), arn, accountId: account, userName };
  return { userIdentity, arn, address: officeAddress, agent: consoleAgent };
}

export function isoTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
