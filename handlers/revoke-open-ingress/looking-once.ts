import type { SecurityGroups } from "../../clients/security-groups";
import type { SecurityGroupRule } from "../../core/ingress/rule";
import type { IngressParts } from "./parts";

/** The parts for one event: the rules of a group are asked for once, and again after each change. */
export function lookingOnce(parts: IngressParts): IngressParts {
  const { groups, groupsIn } = parts;
  const elsewhere = new Map<string, SecurityGroups>();
  return {
    ...parts,
    groups: askingOnce(groups),
    ...(groupsIn === undefined
      ? {}
      : {
          groupsIn(account: string | undefined) {
            const known = elsewhere.get(account ?? "");
            if (known !== undefined) return known;
            const made = askingOnce(groupsIn(account));
            elsewhere.set(account ?? "", made);
            return made;
          },
        }),
  };
}

function askingOnce(groups: SecurityGroups): SecurityGroups {
  const seen = new Map<string, readonly SecurityGroupRule[]>();
  /** Whether the change was made is not known where it fails. */
  const changing = async <Answer>(change: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await change();
    } finally {
      seen.clear();
    }
  };
  return {
    ...groups,
    async rulesOf(region, groupId) {
      const place = `${region} ${groupId}`;
      const known = seen.get(place);
      if (known !== undefined) return known;
      const rules = await groups.rulesOf(region, groupId);
      seen.set(place, rules);
      return rules;
    },
    revoke: (region, groupId, ruleId) => changing(() => groups.revoke(region, groupId, ruleId)),
    authorize: (region, rule, tags) => changing(() => groups.authorize(region, rule, tags)),
  };
}
