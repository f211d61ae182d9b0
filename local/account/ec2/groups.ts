import type {
  PrefixListSetup,
  RuleMatch,
  SecurityGroupChange,
  SecurityGroupRuleSetup,
  SecurityGroupSetup,
} from "./setup";

export type Rule = Omit<SecurityGroupRuleSetup, "tags"> & { readonly tags: Map<string, string> };

/** A security group as it is at the clock's time. */
export interface Group {
  readonly id: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string | undefined;
  readonly tags: Map<string, string>;
  readonly rules: Map<string, Rule>;
}

type Place = Pick<Group, "accountId" | "region">;

/** The security groups of all accounts and regions. History takes effect when `at` reaches it. */
export class Groups {
  readonly disabledRegions = new Set<string>();
  readonly throttledRegions = new Set<string>();
  private readonly groups = new Map<string, Group>();
  private readonly prefixLists = new Map<string, PrefixListSetup>();
  private changes: readonly SecurityGroupChange[] = [];
  private applied = 0;
  private made = 0;

  at(nowMs: number): this {
    for (let change = this.changes[this.applied]; change !== undefined; change = this.changes[this.applied]) {
      if (change.atMs > nowMs) break;
      this.applied += 1;
      this.apply(change);
    }
    return this;
  }

  addChanges(changes: readonly SecurityGroupChange[]): void {
    const left = this.changes.slice(this.applied);
    this.changes = [...left, ...changes].sort((one, other) => one.atMs - other.atMs);
    this.applied = 0;
  }

  put({ rules = [], tags = {}, ...setup }: SecurityGroupSetup, home: string): Group {
    const group: Group = {
      id: setup.id,
      region: setup.region,
      accountId: setup.accountId ?? home,
      name: setup.name ?? setup.id,
      description: setup.description ?? "",
      vpcId: setup.vpcId,
      tags: new Map(Object.entries(tags)),
      rules: new Map(rules.map((rule) => [rule.id, ruleOf(rule)])),
    };
    this.groups.set(idOf(group, group.id), group);
    return group;
  }

  putPrefixList(list: PrefixListSetup): void {
    this.prefixLists.set(`${list.region} ${list.id}`, list);
  }

  prefixList(region: string, id: string): PrefixListSetup | undefined {
    return this.prefixLists.get(`${region} ${id}`);
  }

  group(place: Place, id: string): Group | undefined {
    return this.groups.get(idOf(place, id));
  }

  /** In the order of their ids, so that pages hold together. */
  all({ accountId, region }: Place): readonly Group[] {
    const here = [...this.groups.values()].filter((group) => group.accountId === accountId && group.region === region);
    return here.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** An id for a rule that nobody has had. */
  newRuleId(): string {
    this.made += 1;
    return `sgr-${this.made.toString(16).padStart(17, "f")}`;
  }

  save(): readonly SecurityGroupSetup[] {
    this.at(Number.POSITIVE_INFINITY);
    return [...this.groups.values()].map((group) => ({
      ...group,
      vpcId: group.vpcId ?? "",
      tags: Object.fromEntries(group.tags),
      rules: [...group.rules.values()].map((rule) => ({ ...rule, tags: Object.fromEntries(rule.tags) })),
    }));
  }

  private apply(change: SecurityGroupChange): void {
    const { groupId, accountId, region } = change;
    const group = this.group(change, groupId);
    switch (change.change) {
      case "group":
        if (group === undefined) this.put({ ...change, id: groupId }, accountId);
        return;
      case "group-gone":
        return void this.groups.delete(idOf(change, groupId));
      case "rule":
        (group ?? this.put({ id: groupId, accountId, region }, accountId)).rules.set(
          change.rule.id,
          ruleOf(change.rule),
        );
        return;
      case "rule-gone":
        for (const rule of group?.rules.values() ?? []) if (isMeant(rule, change.match)) group?.rules.delete(rule.id);
    }
  }
}

export function ruleOf({ tags = {}, ...rule }: SecurityGroupRuleSetup): Rule {
  return { ...rule, tags: new Map(Object.entries(tags)) };
}

/** Whether the rule is all that is said. */
export function isMeant(rule: Rule, match: RuleMatch): boolean {
  return Object.entries(match).every(
    ([field, value]) => value === undefined || (rule as unknown as Record<string, unknown>)[field] === value,
  );
}

function idOf({ accountId, region }: Place, id: string): string {
  return `${accountId} ${region} ${id}`;
}
