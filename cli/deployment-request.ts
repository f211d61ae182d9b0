import * as path from "node:path";

import type { ProgramOptions } from "../local/program/run-program";
import { runConfiguration } from "./run-configuration";

/** The program as `pulumi up` would run it with a stack file, in an account that stands for the user's own. */
export function deploymentRequest(stackFile: string): ProgramOptions {
  const { values, region } = runConfiguration({ stackFile, slack: true, modes: {} });
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(stackFile))?.[1] ?? "dev";
  return { account: { accountId: "123456789012", region }, stack, configuration: values };
}
