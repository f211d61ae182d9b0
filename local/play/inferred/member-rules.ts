import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import type { MemberRuleChange } from "../../account/events/member-rules";

/** What a successful call does to the rule that it names. */
export const memberRuleCalls: ReadonlyMap<string, MemberRuleChange["change"]> = new Map([
  ["DeleteRule", "gone"],
  ["DisableRule", "off"],
  ["EnableRule", "on"],
]);

/** What history does to rules of EventBridge, of whichever account. */
export class InferredMemberRules {
  private readonly found: MemberRuleChange[] = [];

  take(record: CloudTrailRecord, atMs: number): void {
    if (record["errorCode"] !== undefined) return;
    const change = memberRuleCalls.get(textAt(record, "eventName") ?? "");
    const name = textAt(record, "requestParameters", "name");
    const region = textAt(record, "awsRegion");
    const accountId = textAt(record, "recipientAccountId") ?? textAt(record, "userIdentity", "accountId");
    if (change === undefined || name === undefined || region === undefined || accountId === undefined) return;
    this.found.push({ atMs, accountId, region, name, change });
  }

  history(): readonly MemberRuleChange[] {
    return this.found;
  }
}
