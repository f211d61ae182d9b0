import type { Random } from "../local/bundled-day/random";

/**
 * `even`: 5 % of the calls with 60 long-term keys from at most three addresses each, 2 % denied from 24 causes.
 * `hard`: 45 % with long-term keys from random addresses, and every denial a cause of its own.
 * `quiet`: like `even`, and nothing in it that any function wants.
 * In all, 60 principals in 4 accounts and 4 regions; but in `quiet`, one record in 2,000 opens a security group to the world.
 */
export type TrailShape = "even" | "hard" | "quiet";

const accounts = Object.freeze(["111122223333", "444455556666", "777788889999", "123456789012"]);
const regions = Object.freeze(["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-1"]);
const principals = 60;
const causes = 24;
const deniedShare = 0.02;
const longTermShare = Object.freeze({ even: 0.05, hard: 0.45, quiet: 0 });
const ingressShare = 1 / 2_000;

const calls = Object.freeze([
  { service: "ec2", action: "DescribeInstances" },
  { service: "s3", action: "GetBucketLocation" },
  { service: "sts", action: "GetCallerIdentity" },
  { service: "kms", action: "Decrypt" },
  { service: "dynamodb", action: "DescribeTable" },
  { service: "lambda", action: "GetFunctionConfiguration" },
  { service: "logs", action: "DescribeLogStreams" },
  { service: "sqs", action: "GetQueueAttributes" },
]);

/** One CloudTrail record of about 1.45 KB, like what an application's routine calls leave. */
export function recordAt(atMs: number, shape: TrailShape, random: Random): object {
  const chance = random.fraction();
  const isQuiet = shape === "quiet";
  if (chance < deniedShare && !isQuiet) return deniedRecord(atMs, shape, random);
  const person = random.between(0, principals - 1);
  const base = record(atMs, person, random.pick(calls), shape, random);
  return chance > 1 - ingressShare && !isQuiet ? { ...base, ...openIngress(random) } : base;
}

/** A cause is one action denied to one principal. */
function deniedRecord(atMs: number, shape: TrailShape, random: Random): object {
  const cause = random.between(0, causes - 1);
  const call = calls[cause % calls.length] ?? random.pick(calls);
  const action = shape === "hard" ? `${call.action}${random.hex(6)}` : call.action;
  const person = shape === "hard" ? random.between(0, principals - 1) : cause;
  const base = record(atMs, person, { service: call.service, action }, shape, random);
  return {
    ...base,
    errorCode: "AccessDenied",
    errorMessage: `User: ${arnOf(person)} is not authorized to perform: ${call.service}:${action} because no identity-based policy allows the ${call.service}:${action} action`,
    responseElements: null,
  };
}

function arnOf(person: number): string {
  return `arn:aws:iam::${accounts[person % accounts.length] ?? ""}:user/integration-${person}`;
}

function record(
  atMs: number,
  person: number,
  { service, action }: { readonly service: string; readonly action: string },
  shape: TrailShape,
  random: Random,
): object {
  const eventTime = isoSecond(atMs);
  const region = regions[random.between(0, regions.length - 1)] ?? "";
  const host = `${service}.${region}.amazonaws.com`;
  const resource = `arn:aws:${service}:${region}:${accounts[person % accounts.length] ?? ""}:application/orders-${random.between(0, 999)}`;
  return {
    eventVersion: "1.11",
    userIdentity: identity(person, eventTime, random.fraction() < longTermShare[shape]),
    eventTime,
    eventSource: `${service}.amazonaws.com`,
    eventName: action,
    awsRegion: region,
    sourceIPAddress: address(person, shape, random),
    userAgent: "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#arm64 api/application#1.4.0",
    requestParameters: { resourceArn: resource, maxResults: 50, filters: [{ name: "tag:team", values: ["orders"] }] },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      CipherSuite: "ECDHE-RSA-AES128-GCM-SHA256",
      bytesTransferredIn: 0,
    },
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: true,
    resources: [{ accountId: accounts[person % accounts.length], type: "AWS::Orders::Application", ARN: resource }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accounts[person % accounts.length],
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: host,
    },
  };
}

/** A user, by the key of their own or by a session of it. */
function identity(person: number, eventTime: string, isLongTerm: boolean): object {
  const number = String(person).padStart(4, "0");
  return {
    type: "IAMUser",
    principalId: `AIDAEXAMPLE0000${number}`,
    arn: arnOf(person),
    accountId: accounts[person % accounts.length],
    accessKeyId: `${isLongTerm ? "AKIA" : "ASIA"}EXAMPLE00000${number}`,
    userName: `integration-${person}`,
    ...(!isLongTerm && { sessionContext: { attributes: { creationDate: eventTime, mfaAuthenticated: "false" } } }),
  };
}

/** At most three of each principal, in a country that the default stack allows; any in the hard shape. */
function address(person: number, shape: TrailShape, random: Random): string {
  if (shape !== "hard") return `85.214.${person}.${random.between(1, 3)}`;
  return [random.between(1, 223), random.between(0, 255), random.between(0, 255), random.between(1, 254)].join(".");
}

/** What `revoke-open-ingress` watches for. */
function openIngress(random: Random): object {
  return {
    eventSource: "ec2.amazonaws.com",
    eventName: "AuthorizeSecurityGroupIngress",
    readOnly: false,
    requestParameters: {
      groupId: `sg-${random.hex(17)}`,
      ipPermissions: {
        items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }],
      },
    },
  };
}

function isoSecond(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
