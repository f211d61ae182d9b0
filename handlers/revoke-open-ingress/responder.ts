import { fingerprint } from "../../core/ingress/rule";
import type { Facts, Performed, Responder } from "../actions/responder";
import { lookAtRule } from "./look-at";
import type { IngressParts } from "./parts";
import { inAccount } from "./parts";
import type { RuleRequest } from "./request";
import { sightingOf } from "./request";
import { ingressUndo, isRuleBefore } from "./undo";

type RulePlace = Pick<RuleRequest, "account" | "region" | "groupId" | "ruleId">;

/** The action `revoke-ingress`: one rule of incoming traffic, by its id and nothing else. */
export function ruleResponder(parts: IngressParts): Responder<RuleRequest> {
  const { memory } = parts;
  const groupsOf = (account: string | undefined) => inAccount(account, parts).groups;
  const now = () => Date.now();

  const isThere = async ({ account, region, groupId, ruleId }: RulePlace) =>
    (await groupsOf(account).rulesOf(region, groupId)).some(({ id }) => id === ruleId);

  async function perform(request: RuleRequest, { before }: Facts, nowMs: number): Promise<Performed> {
    if (!isRuleBefore(before)) throw new Error("revoke-ingress: what the rule was before is not known");
    const { account, region, groupId, ruleId } = request;
    // Before the change: one that is not counted could be made for ever.
    await memory.noteRevoked(fingerprint(before.rule), ruleId, nowMs);
    if (!(await groupsOf(account).revoke(region, groupId, ruleId))) return { outcome: "gone" };
    const after = { isRevoked: !(await isThere(request)) };
    return { outcome: after.isRevoked ? "done" : "not-read-back", after };
  }

  return {
    action: "revoke-ingress",
    undo: (record) => ingressUndo(groupsOf(record.subject.account), now).undo(record),
    sighting: sightingOf,
    lookAt: (request, nowMs) => lookAtRule(request, parts, nowMs),
    perform,
    async isAlreadyDone({ before, subject: { account } }) {
      if (!isRuleBefore(before)) return false;
      const { region, rule } = before;
      const there = await isThere({ account, region, groupId: rule.groupId, ruleId: rule.id });
      return there ? false : { after: { isRevoked: true } };
    },
  };
}
