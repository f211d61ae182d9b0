import { findingOf } from "../core/findings/finding";
import type { InvocationContext } from "../stacks/warden-function";
import { log } from "./post-denials/audit";
import type { FindingParts } from "./respond-to-finding/parts";
import { findingParts } from "./respond-to-finding/parts";
import type { FindingEnvironment, FindingSettings } from "./respond-to-finding/settings";
import { takeFinding } from "./respond-to-finding/take-finding";

/**
 * Makes the handler of `respond-to-finding`, once per container: tells people of a finding of GuardDuty, reports its
 * credentials to the topic `suspicious-keys`, and adds what they did lately.
 */
export function respondToFinding(
  settings: FindingSettings,
): (event: unknown, context: InvocationContext) => Promise<void> {
  const environment = process.env as unknown as FindingEnvironment;
  const kept: { parts?: FindingParts; arn?: string } = {};
  return async (event, { invokedFunctionArn, awsRequestId }) => {
    const finding = findingOf(event);
    if (finding === undefined) {
      log("ignored", { why: "no finding of GuardDuty" });
      return;
    }
    // A local run may call the same container for another account.
    if (kept.arn !== invokedFunctionArn) delete kept.parts;
    kept.arn = invokedFunctionArn;
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME
    const parts = (kept.parts ??= findingParts(settings, environment, invokedFunctionArn.split(":")[4]));
    await takeFinding(finding, awsRequestId, parts, Date.now());
  };
}
