import type { Segment } from "./ports";
import { forbiddenSegments, openedBy, opens } from "./ports";
import type { AllowedIngress, RuleSource, SecurityGroupRule } from "./rule";
import { isWide, networkBits, worldParts } from "./world";

/** A rule that lets in the world where it may not. */
export interface OpenRule {
  readonly rule: SecurityGroupRule;
  /** Ids of the rules of the same group that only together with it let in the world; empty where it does so alone. */
  readonly togetherWith: readonly string[];
}

interface Candidate {
  readonly rule: SecurityGroupRule;
  readonly opened: ReturnType<typeof openedBy>;
  readonly bits: string;
}

const families = Object.freeze(["ipv4", "ipv6"] as const);

/**
 * Of all rules of one security group, those that are open to the world on something that is not allowed, alone or together.
 * Egress, references to groups, and prefix lists (see `rulesWithPrefixLists`) are never among them.
 */
export function openRules(rules: readonly SecurityGroupRule[], allowed: AllowedIngress): readonly OpenRule[] {
  return families.flatMap((family) => openRulesOf(family, rules, allowed));
}

function openRulesOf(
  family: (typeof families)[number],
  rules: readonly SecurityGroupRule[],
  allowed: AllowedIngress,
): OpenRule[] {
  const candidates = rules.flatMap((rule): Candidate[] => {
    const { source, isEgress } = rule;
    const cidr = isEgress ? undefined : cidrOf(source, family);
    const bits = cidr === undefined ? undefined : networkBits(family, cidr);
    return bits === undefined ? [] : [{ rule, opened: openedBy(rule), bits }];
  });
  if (!candidates.some(({ bits }) => isWide(family, bits))) return [];
  const partners = new Map<Candidate, Set<string>>();
  const opened = candidates.map((candidate) => candidate.opened);
  for (const segment of forbiddenSegments(opened, allowed)) {
    const here = candidates.filter((candidate) => opens(candidate.opened, segment));
    const parts = worldParts(
      family,
      here.map(({ bits }) => bits),
    ).flatMap((position) => here[position] ?? []);
    note(parts, partners);
  }
  return [...partners].map(([{ rule, bits }, ids]) => ({
    rule,
    togetherWith: worldParts(family, [bits]).length > 0 ? [] : [...ids].filter((id) => id !== rule.id),
  }));
}

function cidrOf(source: RuleSource, family: (typeof families)[number]): string | undefined {
  if (source.kind !== "ipv4" && source.kind !== "ipv6") return undefined;
  return source.kind === family ? source.cidr : undefined;
}

function note(parts: readonly Candidate[], partners: Map<Candidate, Set<string>>): void {
  for (const part of parts) {
    const known = partners.get(part) ?? new Set<string>();
    for (const { rule } of parts) known.add(rule.id);
    partners.set(part, known);
  }
}

/** The rules of a group that let in a prefix list where the world may not come in: whether it does is for the list to say. */
export function rulesWithPrefixLists(
  rules: readonly SecurityGroupRule[],
  allowed: AllowedIngress,
): readonly { readonly rule: SecurityGroupRule; readonly prefixListId: string }[] {
  return rules.flatMap((rule) => {
    const { source, isEgress } = rule;
    if (source.kind !== "prefix-list" || isEgress || forbiddenOf(rule, allowed).length === 0) return [];
    return [{ rule, prefixListId: source.id }];
  });
}

/** Whether the blocks of a prefix list hold the world of either kind. */
export function isWorld(cidrs: readonly string[]): boolean {
  return families.some((family) => {
    const blocks = cidrs.flatMap((cidr) => networkBits(family, cidr) ?? []);
    return worldParts(family, blocks).length > 0;
  });
}

function forbiddenOf(rule: SecurityGroupRule, allowed: AllowedIngress): readonly Segment[] {
  return forbiddenSegments([openedBy(rule)], allowed);
}

/** Whether a rule alone could be a part of what lets in the world, so that the whole group is worth a look. */
export function isWorthALook(rule: SecurityGroupRule, allowed: AllowedIngress): boolean {
  const { source, isEgress } = rule;
  if (isEgress || source.kind === "group") return false;
  if (forbiddenOf(rule, allowed).length === 0) return false;
  if (source.kind === "prefix-list" || source.kind === "unknown") return true;
  const bits = networkBits(source.kind, source.cidr);
  return bits === undefined || isWide(source.kind, bits);
}
