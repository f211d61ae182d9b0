import { callLimits } from "./call-limits";
import type { SessionCredentials } from "./role-sessions";

/** How a rule of a member is. */
export type RuleState = "enabled" | "disabled" | "missing";

/**
 * A rule of a region's default bus, by its name. Throws what else EventBridge says. Loads the client with the first rule.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html
 */
export async function ruleState(region: string, Name: string, credentials: SessionCredentials): Promise<RuleState> {
  const { DescribeRuleCommand, EventBridgeClient } =
    require("@aws-sdk/client-eventbridge") as typeof import("@aws-sdk/client-eventbridge");
  const client = new EventBridgeClient({ ...callLimits, region, credentials });
  try {
    const { State } = await client.send(new DescribeRuleCommand({ Name }));
    return State === "DISABLED" ? "disabled" : "enabled";
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "ResourceNotFoundException") return "missing";
    throw error;
  } finally {
    client.destroy();
  }
}
