import type { SecurityGroup } from "../../clients/security-groups";
import { isWorld, openRules, rulesWithPrefixLists } from "../../core/ingress/open-rules";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import { mayTouch } from "./may-touch";
import type { IngressParts } from "./parts";
import { alongside } from "./request";

/** An open rule that nothing exempts or protects. */
export interface OpenHere {
  readonly rule: SecurityGroupRule;
  readonly group: SecurityGroup;
  /** Rules of the group that are open only together with it. */
  readonly alongside: readonly SecurityGroupRule[];
}

/** One region as it is now, or why it can't be seen, in words for people. */
export type RegionView =
  | { readonly region: string; readonly open: readonly OpenHere[] }
  | { readonly region: string; readonly unseen: string }
  /** How many rules are open, all of which `isAsSeen` knows. */
  | { readonly region: string; readonly asSeen: number };

export interface LookWish {
  readonly nowMs: number;
  /** Whether no further region is to be begun. */
  readonly isOver: () => boolean;
  /** Whether just these rules of the region were open, and nothing spoke for them, so that there is nothing to look at any closer. */
  readonly isAsSeen: (region: string, ruleIds: readonly string[]) => boolean;
}

/** Regions at the same time: enough for all of them within a minute, few enough not to be throttled by each other. */
const atOnce = 4;

/** Looks through all groups of all regions until the time is over. Never throws: what can't be seen is named. */
export async function lookThrough(
  regions: readonly string[],
  parts: IngressParts,
  wish: LookWish,
): Promise<readonly RegionView[]> {
  const waiting = [...regions];
  const views: RegionView[] = [];
  const work = async () => {
    for (let region = waiting.shift(); region !== undefined; region = waiting.shift()) {
      views.push(wish.isOver() ? { region, unseen: "there was no time left for it" } : await look(region, parts, wish));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return views.sort((one, other) => regions.indexOf(one.region) - regions.indexOf(other.region));
}

async function look(region: string, parts: IngressParts, { nowMs, isAsSeen }: LookWish): Promise<RegionView> {
  const { groups } = parts;
  try {
    const found = await openOf(await groups.allRules(region), region, parts);
    const ruleIds = found.map(({ rule }) => rule.id);
    if (isAsSeen(region, ruleIds)) return { region, asSeen: ruleIds.length };
    const ids = [...new Set(found.map(({ rule }) => rule.groupId))];
    const known = ids.length === 0 ? [] : await groups.groups(region, ids);
    const open = found.flatMap((one): OpenHere[] => {
      const { rule } = one;
      const group = known.find(({ id }) => id === rule.groupId);
      if (group === undefined) return [];
      const account = rule.groupOwner ?? group.owner ?? parts.ownAccount;
      return mayTouch(rule, group, account, parts, nowMs).refusal === undefined ? [{ ...one, group }] : [];
    });
    return { region, open };
  } catch (error) {
    return { region, unseen: whyUnseen(error) };
  }
}

async function openOf(
  rules: readonly SecurityGroupRule[],
  region: string,
  { settings, groups }: IngressParts,
): Promise<readonly Omit<OpenHere, "group">[]> {
  const byGroup = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) byGroup.set(rule.groupId, [...(byGroup.get(rule.groupId) ?? []), rule]);
  const open = [...byGroup.values()].flatMap((together) =>
    openRules(together, settings.allowed).map((one) => ({ rule: one.rule, alongside: alongside(one, together) })),
  );
  const lists = new Map<string, boolean>();
  for (const { rule, prefixListId } of rulesWithPrefixLists(rules, settings.allowed)) {
    const holdsWorld = lists.get(prefixListId) ?? isWorld(await groups.prefixListEntries(region, prefixListId));
    lists.set(prefixListId, holdsWorld);
    if (holdsWorld) open.push({ rule, alongside: [] });
  }
  return open;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const reasons: Readonly<Record<string, string>> = Object.freeze({
  AuthFailure: "it is not enabled for the account",
  InvalidClientTokenId: "it is not enabled for the account",
  OptInRequired: "it is not enabled for the account",
  UnrecognizedClientException: "it is not enabled for the account",
  UnauthorizedOperation: "this function may not look there",
  AccessDenied: "this function may not look there",
  RequestLimitExceeded: "EC2 throttled the calls",
  Throttling: "EC2 throttled the calls",
});

function whyUnseen(error: unknown): string {
  const name = String((error as { name?: unknown } | null)?.name ?? "unknown").slice(0, 100);
  return reasons[name] ?? `EC2 answered ${name}`;
}
