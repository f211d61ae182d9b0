import type { SecurityGroups } from "../../clients/security-groups";
import type { ActionRecord } from "../../core/actions/record";
import { exemptUntilTag } from "../../core/ingress/exemption";
import type { Responder, Undone } from "../actions/responder";
import type { RuleBefore } from "./look-at";

/** How long a rule that was put back is left where it is. */
const exemptForMs = 86_400_000;

/**
 * The undoing of `revoke-ingress`, for a function as for a person's own credentials: makes the rule anew with its description
 * and tags, exempt for a day. EC2 gives it a new id.
 */
export function ingressUndo(
  groups: Pick<SecurityGroups, "authorize">,
  now: () => number,
): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "revoke-ingress",
    async undo(record): Promise<Undone> {
      const { region, rule } = ruleBefore(record);
      // Tags of AWS's own can't be set by others.
      const own = Object.entries(rule.tags).filter(([key]) => !key.startsWith("aws:"));
      const until = new Date(now() + exemptForMs).toISOString();
      return groups.authorize(region, rule, { ...Object.fromEntries(own), [exemptUntilTag]: until });
    },
  };
}

/** What the record says the rule was before. Throws where it does not. */
export function ruleBefore({ before, id }: ActionRecord): RuleBefore {
  if (isRuleBefore(before)) return before;
  throw new Error(`the record ${id} does not say what the rule was before`);
}

/** Records are read back from a table: what is not of the right form is not acted on. */
export function isRuleBefore(value: unknown): value is RuleBefore {
  const { region, rule } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { id, groupId, protocol, source, tags } = (rule ?? {}) as Readonly<Record<string, unknown>>;
  const texts = [region, id, groupId, protocol];
  const isOfAddresses = ["ipv4", "ipv6"].includes(String((source as { kind?: unknown } | undefined)?.kind));
  return texts.every((text) => typeof text === "string" && text !== "") && isOfAddresses && typeof tags === "object";
}
