import type { SessionCredentials } from "./reach";
import { signedCall } from "./signed-call";

/** How a rule of a member is. */
export type RuleState = "enabled" | "disabled" | "missing";

/** A rule of a region's default bus, by its name. Throws what else EventBridge says. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export async function ruleState(region: string, Name: string, credentials: SessionCredentials): Promise<RuleState> {
  try {
    const call = { service: "events", region, target: "AWSEvents.DescribeRule", input: { Name } };
    const { State } = (await signedCall(call, credentials)) as { readonly State?: unknown };
    return State === "DISABLED" ? "disabled" : "enabled";
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "ResourceNotFoundException") return "missing";
    throw error;
  }
}
