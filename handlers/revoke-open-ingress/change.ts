import type { ChangedGroup } from "../../core/ingress/changed-group";
import type { OpenRule } from "../../core/ingress/open-rules";
import { isWorthALook, openRules, rulesWithPrefixLists } from "../../core/ingress/open-rules";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import { quoted } from "../../core/keys/impact";
import { log } from "../post-denials/audit";
import { failureText } from "../actions/failure";
import type { IngressParts } from "./parts";
import { inAccount, refusalElsewhere } from "./parts";
import type { RuleRequest } from "./request";
import { alongside } from "./request";

/**
 * The rules to look at after a change of a group: those that it made or changed and that are open, with the rules that are open
 * together with them. What the record says decides only whether to look; what is there now is what counts. Where there are
 * none, the function's log says so.
 */
export async function requestsOf(changed: ChangedGroup, parts: IngressParts): Promise<readonly RuleRequest[]> {
  const requests = await openedBy(changed, parts);
  const { eventId, groupId: group, region } = changed;
  if (requests.length === 0) log("nothing-open", { group, region, eventIds: [eventId] });
  return requests;
}

async function openedBy(changed: ChangedGroup, parts: IngressParts): Promise<readonly RuleRequest[]> {
  const { settings } = parts;
  const { rules } = changed;
  if (rules.length > 0 && !rules.some((rule) => isWorthALook(rule, settings.allowed))) return [];
  const now = await rulesNow(changed, parts);
  const open = openNow(changed, now, parts);
  const gone = openThen(rules, parts).filter((id) => !open.some(({ rule }) => rule.id === id));
  return [
    ...open.map((one) => requestOf(changed, one.rule.id, alongside(one, now))),
    ...gone.map((id) => requestOf(changed, id, [])),
  ];
}

/** Without an answer of EC2's the rules that the record names are looked at, which asks again; where it names none, that fails. */
async function rulesNow(
  { account, region, groupId, rules }: ChangedGroup,
  parts: IngressParts,
): Promise<readonly SecurityGroupRule[]> {
  if (refusalElsewhere(account, parts) !== undefined) return [];
  try {
    return await inAccount(account, parts).groups.rulesOf(region, groupId);
  } catch (error) {
    if (rules.every(({ id }) => id === "")) throw error;
    log("not-seen", { group: groupId, region, why: failureText(error) });
    return [];
  }
}

function openNow(
  { rules }: ChangedGroup,
  now: readonly SecurityGroupRule[],
  { settings }: IngressParts,
): readonly OpenRule[] {
  const open: readonly OpenRule[] = [
    ...openRules(now, settings.allowed),
    ...rulesWithPrefixLists(now, settings.allowed).map(({ rule }) => ({ rule, togetherWith: [] })),
  ];
  const named = new Set(rules.map(({ id }) => id).filter((id) => id !== ""));
  const meant = ({ rule, togetherWith }: OpenRule) => named.has(rule.id) || togetherWith.some((id) => named.has(id));
  // A record without ids may be about any of them.
  return open.filter((one) => named.size === 0 || meant(one));
}

/** Those that the record itself shows to be open: where one is gone since, that is said. */
function openThen(rules: readonly SecurityGroupRule[], { settings }: IngressParts): readonly string[] {
  return openRules(rules, settings.allowed).flatMap(({ rule: { id } }) => (id === "" ? [] : [id]));
}

function requestOf(changed: ChangedGroup, ruleId: string, others: readonly SecurityGroupRule[]): RuleRequest {
  const { groupId, region, account, eventId, atMs, eventName, by } = changed;
  const who = by === undefined ? "" : ` by ${quoted(by)}`;
  return {
    ...{ ruleId, groupId, region, account },
    occasion: eventId,
    eventIds: [eventId],
    seenAtMs: atMs,
    seen: [`${quoted(eventName)}${who}.`],
    alongside: others,
  };
}
