import type { WardenContext } from "./warden-context";

/** The end of an alarm's description: where to read what to do, as a link where the stack says where its pages can be read. */
export function runbook(
  place: string,
  { configuration: { runbooks = "" } }: Pick<WardenContext, "configuration">,
): string {
  return `Runbook: ${runbooks}${place}`;
}
