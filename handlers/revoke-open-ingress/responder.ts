import { fingerprint } from "../../core/ingress/rule";
import type { Facts, Performed, Responder } from "../actions/responder";
import { lookAtRule } from "./look-at";
import type { IngressParts } from "./parts";
import type { RuleRequest } from "./request";
import { sightingOf } from "./request";
import { ingressUndo, isRuleBefore } from "./undo";

/** The action `revoke-ingress`: one rule of incoming traffic, by its id and nothing else. */
export function ruleResponder(parts: IngressParts): Responder<RuleRequest> {
  const { groups, memory } = parts;

  const isThere = async ({ region, groupId, ruleId }: Pick<RuleRequest, "region" | "groupId" | "ruleId">) =>
    (await groups.rulesOf(region, groupId)).some(({ id }) => id === ruleId);

  async function perform(request: RuleRequest, { before }: Facts, nowMs: number): Promise<Performed> {
    if (!isRuleBefore(before)) throw new Error("revoke-ingress: what the rule was before is not known");
    const { region, groupId, ruleId } = request;
    // Before the change: one that is not counted could be made for ever.
    await memory.noteRevoked(fingerprint(before.rule), ruleId, nowMs);
    if (!(await groups.revoke(region, groupId, ruleId))) return { outcome: "gone" };
    const after = { isRevoked: !(await isThere(request)) };
    return { outcome: after.isRevoked ? "done" : "not-read-back", after };
  }

  return {
    ...ingressUndo(groups, () => Date.now()),
    sighting: sightingOf,
    lookAt: (request, nowMs) => lookAtRule(request, parts, nowMs),
    perform,
    async isAlreadyDone({ before }) {
      if (!isRuleBefore(before)) return false;
      const { region, rule } = before;
      const there = await isThere({ region, groupId: rule.groupId, ruleId: rule.id });
      return there ? false : { after: { isRevoked: true } };
    },
  };
}
