import { AddressLists, declaredLists } from "./address-lists";
import type { TriggeredFunction } from "./dead-letter-senders";
import { detectors } from "./detectors";
import { anyRulePattern, findingRules } from "./finding-rules";
import { sendHome } from "./forwarding";
import { runOnEvents } from "./function-triggers";
import type { WardenContext } from "./warden-context";
import { watchedRegions } from "./watched-regions";

export interface GuardDutyArgs {
  /** The function that findings come to. */
  readonly respondToFinding: TriggeredFunction;
}

/**
 * GuardDuty in all watched regions: its detectors and lists, and the rules that hand its findings to the function. A finding
 * that two rules match comes to the function twice.
 */
export function declareGuardDuty(context: WardenContext, { respondToFinding }: GuardDutyArgs): void {
  const { guardDuty } = context.configuration;
  const { home, all } = watchedRegions(context);
  const found = detectors(all, context);
  const lists = declaredLists(context);
  const hasLists = lists.threatList !== undefined || lists.trustedList !== undefined;
  if (found.length > 0 && hasLists) new AddressLists("guard-duty-lists", found, lists, context);
  for (const { name, pattern, description } of findingRules(guardDuty.minSeverity)) {
    runOnEvents(name, respondToFinding, pattern, context, { description });
  }
  const others = all.filter((region) => region !== home);
  if (others.length > 0) {
    const pattern = anyRulePattern(guardDuty.minSeverity);
    const events = [{ name: "guard-duty-findings", description: "Findings of GuardDuty", pattern }];
    sendHome("guard-duty-findings", events, others, context);
  }
}
