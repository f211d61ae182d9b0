import type { OpenRule } from "../../core/ingress/open-rules";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import type { Sighting } from "../actions/responder";
import type { OpenHere } from "./look-through";

/** One rule to look at, as it is kept in the action's record. Plain data. */
export interface RuleRequest {
  readonly ruleId: string;
  readonly groupId: string;
  readonly region: string;
  /** By the event, or the function's own; undefined where nobody says. */
  readonly account?: string | undefined;
  /** Id of the event, or the hour of the look through the region. */
  readonly occasion: string;
  readonly eventIds: readonly string[];
  readonly seenAtMs?: number | undefined;
  /** How it came to be looked at, in words for people. */
  readonly seen: readonly string[];
  /** Rules of the group that were open only together with it: the first one that is taken away must not save the others. */
  readonly alongside: readonly SecurityGroupRule[];
}

/** A record is kept in a table that takes 400 KB at most. */
const mostAlongside = 50;

/** The rules of the group with which a rule is open together. */
export function alongside(
  { togetherWith }: OpenRule,
  rules: readonly SecurityGroupRule[],
): readonly SecurityGroupRule[] {
  return rules.filter(({ id }) => togetherWith.includes(id)).slice(0, mostAlongside);
}

/** What a request is about, told from the request alone. */
export function sightingOf({ ruleId, account, region, occasion, eventIds, seenAtMs }: RuleRequest): Sighting {
  const subject = { kind: "rule", id: ruleId, account, region } as const;
  return { subject, occasion, eventIds, seenAtMs, budget: "ordinary" };
}

const hourMs = 3_600_000;

/** A rule that a look through a region found: one occasion for all looks of an hour, so that failures are counted and not repeated. */
export function requestOfSweep(
  { rule: { id, groupId }, alongside: others }: Pick<OpenHere, "rule" | "alongside">,
  region: string,
  account: string | undefined,
  nowMs: number,
): RuleRequest {
  return {
    ...{ ruleId: id, groupId, region, account },
    occasion: `look ${Math.floor(nowMs / hourMs)}`,
    eventIds: [],
    seenAtMs: nowMs,
    seen: ["Found in a look through all security groups."],
    alongside: others,
  };
}
