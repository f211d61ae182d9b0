import { createHash } from "node:crypto";

import type * as pulumi from "@pulumi/pulumi";

import { partitionOfRegion } from "../../core/cloudtrail/partition";

/** The account that the program is laid out in. Its numbers mean nothing: it lives as long as the local run. */
export interface MockAccount {
  readonly accountId: string;
  readonly region: string;
  /** Of the organization that the account is in; the account itself where it isn't given. */
  readonly managementAccountId?: string;
  /** Function invocations that may run at once; enough for any program where it isn't given, and null where it can't be read. */
  readonly concurrencyQuota?: number | null;
  /** Where GuardDuty is on without the program's doing; in every region where it isn't given. */
  readonly detectorRegions?: readonly string[];
}

/** One resource as the program declared it, with inputs resolved. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Answers that the engine and AWS would give, as far as the program asks; every resource is recorded. In a preview nothing
 * that a resource would give is known.
 */
export function recordingMocks(
  account: MockAccount,
  preview = false,
): { mocks: pulumi.runtime.Mocks; resources: DeclaredResource[] } {
  const resources: DeclaredResource[] = [];
  return {
    resources,
    mocks: {
      newResource({ type, name, inputs }) {
        const outputs = preview
          ? (inputs as Record<string, unknown>)
          : outputsOf(type, name, inputs as Record<string, unknown>, account);
        resources.push({ type, name, inputs: inputs as Record<string, unknown>, outputs });
        return { id: preview ? undefined : String(outputs.id), state: outputs };
      },
      call({ token, inputs }) {
        return answerOf(token, inputs as Record<string, unknown>, account);
      },
    },
  };
}

/** Pulumi's auto-naming: the logical name and seven characters, here always the same ones. */
function physicalName(type: string, name: string): string {
  return `${name}-${createHash("sha256").update(`${type} ${name}`).digest("hex").slice(0, 7)}`;
}

function outputsOf(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  { accountId, region }: MockAccount,
): Record<string, unknown> {
  const given = typeof inputs.name === "string" ? inputs.name : physicalName(type, name);
  const partition = partitionOfRegion(region).name;
  const ownRegion = typeof inputs.region === "string" ? inputs.region : region;
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${ownRegion}:${accountId}:${resource}`;
  const base = { ...inputs, id: given, name: given };
  switch (type) {
    case "aws:lambda/function:Function":
      return { ...base, arn: arn("lambda", `function:${given}`) };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { ...base, arn: arn("logs", `log-group:${given}`) };
    case "aws:sns/topic:Topic":
      return { ...base, id: arn("sns", given), arn: arn("sns", given) };
    case "aws:sns/topicSubscription:TopicSubscription":
      return { ...base, arn: `${String(inputs.topic)}:${given}` };
    case "aws:sqs/queue:Queue": {
      const url = `https://sqs.${ownRegion}.${partitionOfRegion(region).dnsSuffix}/${accountId}/${given}`;
      return { ...base, id: url, url, arn: arn("sqs", given) };
    }
    case "aws:dynamodb/table:Table":
      return { ...base, arn: arn("dynamodb", `table/${given}`) };
    case "aws:secretsmanager/secret:Secret": {
      const secretArn = arn("secretsmanager", `secret:${given}-AbCdEf`);
      return { ...base, id: secretArn, arn: secretArn };
    }
    case "aws:iam/role:Role": {
      const path = typeof inputs.path === "string" ? inputs.path : "/";
      return { ...base, arn: `arn:${partition}:iam::${accountId}:role${path}${given}` };
    }
    case "aws:s3/bucket:Bucket":
      return { ...base, bucket: given, arn: `arn:${partition}:s3:::${given}` };
    case "aws:kms/key:Key":
      return { ...base, arn: arn("kms", `key/${given}`) };
    case "aws:lambda/functionUrl:FunctionUrl":
      return { ...base, functionUrl: `https://${given}.lambda-url.${ownRegion}.on.aws/` };
    case "aws:cloudwatch/eventBus:EventBus":
      return { ...base, arn: arn("events", `event-bus/${given}`) };
    case "aws:cloudwatch/eventRule:EventRule": {
      const bus = typeof inputs.eventBusName === "string" ? `${inputs.eventBusName}/` : "";
      return { ...base, arn: arn("events", `rule/${bus}${given}`) };
    }
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return { ...base, arn: arn("cloudwatch", `alarm:${given}`) };
    case "aws:guardduty/detector:Detector": {
      const id = detectorId(accountId, ownRegion);
      return { ...base, id, arn: arn("guardduty", `detector/${id}`) };
    }
    case "aws:cloudtrail/trail:Trail":
      return { ...base, arn: arn("cloudtrail", `trail/${given}`), homeRegion: region };
    default:
      return { ...base, arn: arn(type.split(/[:/]/)[1] ?? "unknown", given) };
  }
}

/** 32 digits, as GuardDuty has them. */
function detectorId(accountId: string, region: string): string {
  return createHash("sha256").update(`detector ${accountId} ${region}`).digest("hex").slice(0, 32);
}

function answerOf(token: string, inputs: Record<string, unknown>, account: MockAccount): object {
  const { accountId, region, concurrencyQuota = 1000 } = account;
  const partition = partitionOfRegion(region);
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return {
        accountId,
        arn: `arn:${partition.name}:iam::${accountId}:user/local-run`,
        userId: "local-run",
        id: accountId,
      };
    case "aws:index/getRegion:getRegion":
      return { region, name: region, id: region };
    case "aws:index/getPartition:getPartition":
      return { partition: partition.name, dnsSuffix: partition.dnsSuffix, id: partition.name };
    case "aws:organizations/getOrganization:getOrganization":
      return { id: "o-localrun00", masterAccountId: account.managementAccountId ?? accountId };
    case "aws:guardduty/getDetector:getDetector": {
      const where = typeof inputs.region === "string" ? inputs.region : region;
      if (account.detectorRegions?.includes(where) === false) throw new Error("no GuardDuty detector found");
      const id = detectorId(accountId, where);
      return { id, arn: `arn:${partition.name}:guardduty:${where}:${accountId}:detector/${id}`, status: "ENABLED" };
    }
    case "aws:servicequotas/getServiceQuota:getServiceQuota":
      if (concurrencyQuota === null)
        throw new Error("operation error Service Quotas: GetServiceQuota, StatusCode: 501");
      return { ...inputs, value: concurrencyQuota, quotaName: "Concurrent executions" };
    default:
      throw new Error(`the local run does not know the provider function ${token}`);
  }
}
