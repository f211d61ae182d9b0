import type { SecurityGroup } from "../../clients/security-groups";
import type { RefusalReason } from "../../core/actions/action";
import { protectionOf } from "../../core/actions/protect";
import { exemptionOf } from "../../core/ingress/exemption";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import { quoted } from "../../core/keys/impact";
import type { IngressParts } from "./parts";

/** Whether an open rule may be taken away, and what people are told about that. */
export interface MayTouch {
  readonly refusal?: RefusalReason;
  readonly lines: readonly string[];
}

/** By account, `protected`, `ingress.exempt` and tags of rule and group, in this order. */
export function mayTouch(
  rule: SecurityGroupRule,
  group: SecurityGroup,
  account: string | undefined,
  { settings, ownAccount, actingAccount = ownAccount }: Pick<IngressParts, "settings" | "ownAccount" | "actingAccount">,
  nowMs: number,
): MayTouch {
  if (account === undefined) return { refusal: "unknown-account", lines: [] };
  const { accounts = ownAccount === undefined ? [] : [ownAccount], exempt } = settings;
  if (!accounts.includes(account)) return { refusal: "account-not-listed", lines: [] };
  // In a shared VPC a group may be of another account than the one that is looked at.
  if (account !== actingAccount) return { refusal: "account-out-of-reach", lines: [] };
  const isProtected = [group.tags, rule.tags].some(
    (tags) => protectionOf({ groupIds: [group.id], tags }, settings.protected) !== undefined,
  );
  if (isProtected) return { refusal: "protected", lines: [] };
  if (exempt.groups.includes(group.id))
    return { refusal: "exempt", lines: ["`api-warden:ingress.exempt.groups` names it."] };
  if (group.vpcId !== undefined && exempt.vpcs.includes(group.vpcId))
    return { refusal: "exempt", lines: [`\`api-warden:ingress.exempt.vpcs\` names its VPC ${quoted(group.vpcId)}.`] };
  return byTags(rule, group, nowMs);
}

function byTags(rule: SecurityGroupRule, group: SecurityGroup, nowMs: number): MayTouch {
  const exemption = exemptionOf([rule.tags, group.tags], nowMs);
  switch (exemption.kind) {
    case "none":
      return { lines: [] };
    case "malformed":
      return {
        lines: [
          `Its tag \`${exemption.tag}\` exempts nothing: ${quoted(exemption.found)} is not of the form it needs.`,
        ],
      };
    case "holds":
      return { refusal: "exempt", lines: [`It is exempt until ${timeText(exemption)}.`] };
    case "expired":
      return { lines: [`Its exemption is over since ${timeText(exemption)}.`] };
  }
}

function timeText({ untilMs, ticket }: { readonly untilMs: number; readonly ticket?: string }): string {
  const time = new Date(untilMs)
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, " UTC")
    .replace("T", " ");
  return ticket === undefined ? time : `${time} (${quoted(ticket)})`;
}
