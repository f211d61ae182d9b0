import * as path from "node:path";

import type { Configuration } from "../core/configuration/configuration";
import type { ProgramOptions } from "../local/program/run-program";
import { runConfiguration } from "./run-configuration";

export interface DeploymentRequest extends ProgramOptions {
  /** What the stack may cost, as its file says. */
  readonly cost: Configuration["cost"];
}

/** Stands for the entries of a list that has an address: nothing is fetched, and what is declared does not depend on them. */
const listStandIn = Object.freeze(["203.0.113.1"]);

/** The program as `pulumi up` would run it with a stack file, in an account that stands for the user's own. */
export function deploymentRequest(stackFile: string): DeploymentRequest {
  const { values, region, configuration } = runConfiguration({ stackFile, slack: true, modes: {} });
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(stackFile))?.[1] ?? "dev";
  const account = { accountId: "123456789012", region };
  return { account, stack, configuration: withoutAddresses(values, configuration), cost: configuration.cost };
}

function withoutAddresses(
  values: Readonly<Record<string, unknown>>,
  { guardDuty }: Configuration,
): Readonly<Record<string, unknown>> {
  const fetched = (["threatList", "trustedList"] as const).filter((name) => guardDuty[name]?.kind === "url");
  if (fetched.length === 0) return values;
  const standIns = Object.fromEntries(fetched.map((name) => [name, listStandIn]));
  return { ...values, "api-warden:guardDuty": { ...(values["api-warden:guardDuty"] as object), ...standIns } };
}
