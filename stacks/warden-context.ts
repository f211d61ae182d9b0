import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

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
  /** How many function invocations of the account may run at once; undefined where nothing is to be reserved, or it is not known. */
  readonly concurrencyQuota: pulumi.Output<number | undefined> | undefined;
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

/**
 * Service Quotas' code for Lambda's "Concurrent executions": https://docs.aws.amazon.com/general/latest/gr/lambda-service.html.
 * Where it can't be read, as in an emulator that has no such service, functions are deployed without limits, and a warning says so.
 */
function concurrencyQuota(): pulumi.Output<number | undefined> {
  const asked = aws.servicequotas.getServiceQuota({ serviceCode: "lambda", quotaCode: "L-B99A9384" });
  return pulumi.output(
    asked.then(
      ({ value }) => value,
      async (error: Error) => {
        await pulumi.log.warn(
          `Lambda's quota of concurrent executions can't be read (${error.message.slice(0, 300)}): functions get no limits of ` +
            "their own. Allow servicequotas:GetServiceQuota and GetAWSDefaultServiceQuota, or set api-warden:reservedConcurrency to off.",
        );
        return undefined;
      },
    ),
  );
}
