import type { Configuration } from "../../core/configuration/configuration";
import { partitionOfRegion } from "../../core/cloudtrail/partition";
import { costEstimate } from "../../core/cost/estimate";
import { typicalVolume } from "../../core/cost/volume";
import type { IntendedStack } from "../../core/doctor/diagnose";
import type { DoctorPlace } from "../../core/doctor/facts";
import { deploymentStatements } from "../../core/permissions/deployment-policy";
import { declaredProgram } from "../../local/program/declared";
import type { DeclaredResource } from "../../local/program/mocks";
import type { DeploymentRequest } from "../deployment-request";
import { deploymentRequest } from "../deployment-request";
import { runConfiguration } from "../run-configuration";
import { UsageError } from "../usage-error";

/** What a stack file asks for, before the program is run with it. */
export interface Intention {
  readonly configuration: Configuration;
  readonly region: string;
  /** Profile of the AWS configuration that the stack file names. */
  readonly profile: string | undefined;
  readonly request: DeploymentRequest;
}

/** Reads a stack file as the program does. Throws a UsageError with what is wrong in it. */
export function intention(stackFile: string): Intention {
  const request = deploymentRequest(stackFile);
  const { values, configuration } = runConfiguration({ stackFile, slack: true, modes: {} });
  const region = values["aws:region"] ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION);
  if (typeof region !== "string" || region === "")
    throw new UsageError(`${stackFile} has no region: set aws:region in it`);
  const profile = values["aws:profile"];
  return { configuration, region, profile: typeof profile === "string" ? profile : undefined, request };
}

/** What the program declares in the account, as far as the account matters for it. */
export async function intendedStack(
  { configuration, region, request }: Intention,
  { accountId }: Pick<DoctorPlace, "accountId">,
  concurrencyQuota?: number,
): Promise<IntendedStack & { readonly deployActions: readonly string[] }> {
  const account = { accountId, region, ...(concurrencyQuota === undefined ? {} : { concurrencyQuota }) };
  const { resources, lookUps } = await declaredProgram({ ...request, account });
  const { name: partition, globalRegion } = partitionOfRegion(region);
  const statements = deploymentStatements({ partition, region, accountId, resources }, lookUps);
  return {
    configuration,
    watchedRegions: [...new Set(configuration.regions ?? [region, globalRegion])],
    deployActions: [...new Set(statements.flatMap(({ Action }) => Action))].sort(),
    filters: ofType(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ name, inputs }) => ({
      name,
      pattern: String(inputs.pattern),
    })),
    functions: ofType(resources, "aws:lambda/function:Function").map(({ name, inputs }) => ({
      name,
      reserved:
        typeof inputs.reservedConcurrentExecutions === "number" ? inputs.reservedConcurrentExecutions : undefined,
    })),
    functionUrls: ofType(resources, "aws:lambda/functionUrl:FunctionUrl").map(({ name }) => name),
    estimate: costEstimate(resources, { ...typicalVolume, eventsPerDay: configuration.cost.eventsPerDay }),
  };
}

function ofType(resources: readonly DeclaredResource[], type: string): readonly DeclaredResource[] {
  return resources.filter((resource) => resource.type === type);
}
