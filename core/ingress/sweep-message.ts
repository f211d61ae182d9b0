import { quoted } from "../keys/impact";
import { sentences } from "../slack/action-lines";
import { plainHeadline } from "../slack/escape";
import type { SlackBlock, SlackMessage } from "../slack/message";
import { context, header, section, slackMessage, SLACK_LIMITS } from "../slack/message";
import type { SecurityGroupRule } from "./rule";
import { ruleText } from "./rule-words";

/** An open rule and where it is. */
export interface FoundRule {
  readonly region: string;
  readonly rule: SecurityGroupRule;
  readonly groupName: string;
}

/** A region that could not be looked through, and why in words. */
export interface UnseenRegion {
  readonly region: string;
  readonly unseen: string;
}

/** What a look through all security groups has to say beside what is decided rule by rule. */
export interface SweepMessage {
  /** `baseline`: the first look. `many`: more new rules than are told one by one. `unseen`: regions that can't be seen. */
  readonly kind: "baseline" | "many" | "unseen";
  readonly account: string | undefined;
  readonly found: readonly FoundRule[];
  readonly unseen: readonly UnseenRegion[];
  /** What comes next, in an own sentence. */
  readonly next?: string;
}

const titles: Readonly<Record<SweepMessage["kind"], (rules: string) => string>> = Object.freeze({
  baseline: (rules) => `🟠 Security groups, first look: ${rules} open to the world`,
  many: (rules) => `🟠 Security groups: ${rules} more open to the world`,
  unseen: () => "🟠 Security groups: regions that could not be seen",
});

/** One message for all of it, however much there is. */
export function sweepMessage({ kind, account, found, unseen, next }: SweepMessage): SlackMessage {
  const title = titles[kind](`${found.length} rule${found.length === 1 ? "" : "s"}`);
  const text = plainHeadline(title, SLACK_LIMITS.headerLength);
  return slackMessage(text, [
    header(text),
    ...list(countsByRegion(found), "Where"),
    ...list(found.map(foundLine), "Rules"),
    ...list(unseen.map(unseenLine), "Not seen"),
    context([`Account ${quoted(account ?? "unknown")}`, ...(next === undefined ? [] : [next])].join(". ")),
  ]);
}

function list(lines: readonly string[], label: string): SlackBlock[] {
  return lines.length === 0 ? [] : [section(`*${label}*\n${sentences(lines).join("\n")}`)];
}

function countsByRegion(found: readonly FoundRule[]): string[] {
  const counts = new Map<string, number>();
  for (const { region } of found) counts.set(region, (counts.get(region) ?? 0) + 1);
  return [...counts].map(([region, count]) => `${quoted(region)}: ${count}`);
}

function foundLine({ rule, groupName, region }: FoundRule): string {
  return `${quoted(rule.id)} of ${quoted(rule.groupId)} ${quoted(groupName)} in ${quoted(region)}: ${ruleText(rule)}`;
}

function unseenLine({ region, unseen }: UnseenRegion): string {
  return `${quoted(region)}: ${unseen}`;
}
