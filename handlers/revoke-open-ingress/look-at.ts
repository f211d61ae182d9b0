import { mayChangeSomewhere } from "../../core/actions/account-modes";
import type { SecurityGroup } from "../../clients/security-groups";
import type { NotifyReason, RefusalReason } from "../../core/actions/action";
import { sightOf } from "../../core/actions/sight";
import { ticketEventText } from "../../core/incidents/ticket-event";
import { isWorld, openRules, rulesWithPrefixLists } from "../../core/ingress/open-rules";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import { fingerprint } from "../../core/ingress/rule";
import { ruleText } from "../../core/ingress/rule-words";
import { quoted } from "../../core/keys/impact";
import type { Facts } from "../actions/responder";
import { mayTouch } from "./may-touch";
import type { IngressParts } from "./parts";
import { inAccount, refusalElsewhere } from "./parts";
import type { RuleRequest } from "./request";

/** A rule as it was before it was taken away, from which it can be put back. Plain data. */
export interface RuleBefore {
  readonly region: string;
  readonly rule: SecurityGroupRule;
}

/** A rule that was taken away so often, and is there again, is left. */
const mostRevocations = 3;

const ownerTags = /owner|team|contact|service|application|environment/i;
const mostTags = 5;

/** Looks at a rule, and at the whole group that it is in, as they are now. Changes no group; throws what EC2 says. */
export async function lookAtRule(request: RuleRequest, ownParts: IngressParts, nowMs: number): Promise<Facts> {
  const { ruleId, groupId, region } = request;
  const elsewhere = refusalElsewhere(request.account, ownParts);
  if (elsewhere !== undefined) return untouched(request, { refusal: elsewhere });
  const parts = inAccount(request.account, ownParts);
  const rules = await parts.groups.rulesOf(region, groupId);
  const rule = rules.find(({ id }) => id === ruleId);
  const [group] = rule === undefined ? [] : await parts.groups.groups(region, [groupId]);
  if (rule === undefined || group === undefined) return untouched(request, { nothingToDo: "gone" });
  const opening = await openingOf(rule, [...rules, ...(await takenAway(request, rules, parts))], parts, region);
  if (opening === undefined) return untouched(request, { nothingToDo: "already-so" }, rule);
  const account = rule.groupOwner ?? group.owner ?? request.account;
  const { refusal, lines } = mayTouch(rule, group, account, parts, nowMs);
  const returned = refusal === undefined && opening.doubt === undefined ? await returnsOf(request, rule, parts) : 0;
  const tooOften = returned >= mostRevocations;
  if (tooOften) await askForTicket(request, rule, account, parts, nowMs);
  const before: RuleBefore = { region, rule };
  return {
    subject: { kind: "rule", id: ruleId, account, region },
    refusal,
    doubt: opening.doubt ?? (tooOften ? "returned-too-often" : undefined),
    ...(refusal === undefined && opening.doubt === undefined ? { before } : {}),
    sight: sightOf("open", fingerprint(rule)),
    report: {
      seen: [...request.seen, `It lets in ${ruleText(rule)}.`, ...opening.lines, ...lines, ...returnLines(returned)],
      owner: ownerText(group),
      impact: [...descriptionLines(rule), ...tagLines({ ...group.tags, ...rule.tags })],
      ...eventOf(request),
    },
  };
}

/** Rules that Warden itself took away since because they were open together with this one; those that others removed are gone. */
async function takenAway(
  { alongside }: RuleRequest,
  rules: readonly SecurityGroupRule[],
  { memory }: IngressParts,
): Promise<readonly SecurityGroupRule[]> {
  const found: SecurityGroupRule[] = [];
  for (const other of alongside) {
    if (rules.some(({ id }) => id === other.id)) continue;
    const { revoked } = await memory.returns(fingerprint(other));
    if (revoked.some(({ ruleId }) => ruleId === other.id)) found.push(other);
  }
  return found;
}

interface Opening {
  readonly doubt?: NotifyReason;
  readonly lines: readonly string[];
}

/** How the rule lets in the world; undefined where it does not. */
async function openingOf(
  rule: SecurityGroupRule,
  rules: readonly SecurityGroupRule[],
  { settings, groups }: IngressParts,
  region: string,
): Promise<Opening | undefined> {
  const open = openRules(rules, settings.allowed).find((one) => one.rule.id === rule.id);
  if (open !== undefined) {
    const others = open.togetherWith.slice(0, 5).map(quoted).join(", ");
    return { lines: others === "" ? [] : [`Together with ${others} that is the whole world.`] };
  }
  const [listed] = rulesWithPrefixLists([rule], settings.allowed);
  if (listed === undefined || !isWorld(await groups.prefixListEntries(region, listed.prefixListId))) return undefined;
  return { doubt: "prefix-list-open", lines: [] };
}

/** Throws where it can't be read: a rule that returns for ever is not taken away for ever. */
async function returnsOf(
  { ruleId }: RuleRequest,
  rule: SecurityGroupRule,
  { memory, settings }: IngressParts,
): Promise<number> {
  if (!mayChangeSomewhere(settings, "revoke-ingress")) return 0;
  const { revoked } = await memory.returns(fingerprint(rule));
  return revoked.filter((one) => one.ruleId !== ruleId).length;
}

/** Once for each return: the retry of a look asks for none again. */
async function askForTicket(
  { ruleId, region, eventIds }: RuleRequest,
  rule: SecurityGroupRule,
  account: string | undefined,
  { memory, incidents }: IngressParts,
  nowMs: number,
): Promise<void> {
  const cause = fingerprint(rule);
  if ((await memory.returns(cause)).ticketFor === ruleId) return;
  const event = {
    kind: "rule-returned",
    subject: { kind: "rule", id: ruleId },
    ...{ account, region, cause, eventIds },
    text: `A rule of ${quoted(rule.groupId)} that lets in ${ruleText(rule)} was taken away ${mostRevocations} times and is there again. It is left: find out who needs it, or what makes it.`,
    at: new Date(nowMs).toISOString(),
  } as const;
  await incidents.publish(ticketEventText(event));
  await memory.noteTicket(cause, ruleId, nowMs);
}

function untouched(
  request: RuleRequest,
  why: { readonly refusal: RefusalReason } | { readonly nothingToDo: "gone" | "already-so" },
  rule?: SecurityGroupRule,
): Facts {
  const { ruleId, groupId, account, region } = request;
  return {
    subject: { kind: "rule", id: ruleId, account, region },
    ...why,
    report: {
      seen: [
        ...request.seen,
        ...(rule === undefined ? [] : [`It lets in ${ruleText(rule)} now, which is not the world.`]),
      ],
      owner: `group ${quoted(groupId)}`,
      impact: [],
      ...eventOf(request),
    },
  };
}

function eventOf({ eventIds: [id], region }: RuleRequest) {
  return id === undefined ? {} : { event: { id, region } };
}

function ownerText({ id, name, vpcId }: SecurityGroup): string {
  return `group ${quoted(id)} ${quoted(name)}${vpcId === undefined ? "" : ` in ${quoted(vpcId)}`}`;
}

function returnLines(returned: number): string[] {
  if (returned === 0) return [];
  return [`The same rule was taken away ${returned === 1 ? "once" : `${returned} times`} in the last 30 days.`];
}

function descriptionLines({ description }: SecurityGroupRule): string[] {
  return description === undefined || description === "" ? [] : [`Its description is ${quoted(description)}`];
}

function tagLines(tags: Readonly<Record<string, string>>): string[] {
  const telling = Object.entries(tags).filter(([name]) => ownerTags.test(name));
  const texts = telling.slice(0, mostTags).map(([name, value]) => `${quoted(name)} is ${quoted(value)}`);
  return texts.length === 0 ? [] : [`Tags: ${texts.join(", ")}`];
}
