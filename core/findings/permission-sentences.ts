import { quoted } from "../keys/impact";
import { listText, utcText } from "../slack/wording";
import type { KeyWithUse, NamedPolicies } from "./permissions";

const shown = 6;

/** A user's keys and their last use, one sentence for each. */
export function keySentences(keys: readonly KeyWithUse[]): string[] {
  if (keys.length === 0) return ["The user has no access key"];
  return keys.map(({ accessKeyId, isActive, lastUsed }) => {
    const state = `Key ending ${quoted(accessKeyId.slice(-4))} is ${isActive ? "active" : "inactive"}`;
    if (lastUsed === undefined) return `${state}, never used`;
    const { atMs, service, region } = lastUsed;
    return `${state}, last used ${utcText(new Date(atMs).toISOString())} for ${quoted(service)} in ${quoted(region)}`;
  });
}

/** The names of the policies that a user or role has. */
export function policySentences({ attached, inline, groups }: NamedPolicies): string[] {
  const all = [
    ...named("Attached policies", attached),
    ...named("Inline policies", inline),
    ...groups.map(({ name, attached: ofGroup }) =>
      ofGroup.length === 0 ? `In the group ${quoted(name)}` : `Of the group ${quoted(name)}: ${names(ofGroup)}`,
    ),
  ];
  return all.length === 0 ? ["No policy is attached"] : all;
}

function named(label: string, policies: readonly string[]): string[] {
  return policies.length === 0 ? [] : [`${label}: ${names(policies)}`];
}

function names(policies: readonly string[]): string {
  return listText(policies.map(quoted), shown, policies.length);
}
