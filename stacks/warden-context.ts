import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Configuration } from "../core/configuration/configuration";
import type { AccountLookUpParts } from "./account-look-up";

/** What every component of the program is built from. */
export interface WardenContext {
  readonly configuration: Configuration;
  /** `PROJECT-STACK`: leads the names that people see. */
  readonly title: string;
  readonly accountId: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly partition: pulumi.Output<string>;
  /** How many function invocations of the account may run at once; undefined where nothing is to be reserved. */
  readonly concurrencyQuota: pulumi.Output<number> | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Takes what functions state, on its way to Splunk; undefined where the stack has none. */
  readonly forwardQueue?: aws.sqs.Queue | undefined;
  /** What functions that tell people look accounts up by; undefined where they don't. */
  readonly accountLookUp?: AccountLookUpParts | undefined;
}

/** Reads the account, region and partition that the program is deployed into. */
export function wardenContext(project: string, stack: string, configuration: Configuration): WardenContext {
  return {
    configuration,
    title: `${project}-${stack}`,
    accountId: aws.getCallerIdentityOutput().accountId,
    region: aws.getRegionOutput().region,
    partition: aws.getPartitionOutput().partition,
    concurrencyQuota: configuration.reservedConcurrency === "auto" ? concurrencyQuota() : undefined,
    tags: { ...configuration.tags, "api-warden:stack": stack },
  };
}

/** Service Quotas' code for Lambda's "Concurrent executions". https://docs.aws.amazon.com/general/latest/gr/lambda-service.html */
function concurrencyQuota(): pulumi.Output<number> {
  return aws.servicequotas.getServiceQuotaOutput({ serviceCode: "lambda", quotaCode: "L-B99A9384" }).value;
}
