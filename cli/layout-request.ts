import type { LayoutRequest } from "../local/program/layout";
import type { ReplayOptions } from "./replay-options";
import { runConfiguration } from "./run-configuration";

/**
 * The program as a local run lays it out: the configuration of the options, in an account that stands for the user's own. Says on
 * stderr what of the configuration it leaves out.
 */
export function layoutRequest(
  options: Pick<ReplayOptions, "stackFile" | "slack" | "modes" | "organization">,
  folder: string,
): LayoutRequest {
  const { values, region, leftOut } = runConfiguration(options);
  for (const line of leftOut) process.stderr.write(`${line}\n`);
  return { folder, account: { accountId: "123456789012", region }, stack: "dev", configuration: values };
}
