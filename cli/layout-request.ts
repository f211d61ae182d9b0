import type { LayoutRequest } from "../local/program/layout";
import type { ReplayOptions } from "./replay-options";
import { runConfiguration } from "./run-configuration";

/** The program as a local run lays it out: the configuration of the options, in an account that stands for the user's own. */
export function layoutRequest(
  options: Pick<ReplayOptions, "stackFile" | "slack" | "modes">,
  folder: string,
): LayoutRequest {
  const { values, region } = runConfiguration(options);
  return { folder, account: { accountId: "123456789012", region }, stack: "dev", configuration: values };
}
