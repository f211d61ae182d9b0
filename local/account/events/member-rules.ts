/** A rule of another account's default bus, which sends events to the stack's own. */
export interface MemberRuleSetup {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  /** Whether it is switched on, which it is when not said. */
  readonly isEnabled?: boolean;
}

/** What history does to such a rule at a time. One that is not there stays so. */
export type MemberRuleChange = Omit<MemberRuleSetup, "isEnabled"> & {
  readonly atMs: number;
  readonly change: "gone" | "off" | "on";
};

/** The rules of all other accounts and regions. History takes effect when `at` reaches it. */
export class MemberRules {
  private readonly rules = new Map<string, MemberRuleSetup>();
  private changes: readonly MemberRuleChange[] = [];

  put(rules: readonly MemberRuleSetup[]): void {
    this.rules.clear();
    for (const rule of rules) this.rules.set(idOf(rule), rule);
  }

  addChanges(changes: readonly MemberRuleChange[]): void {
    this.changes = [...this.changes, ...changes].sort((one, other) => one.atMs - other.atMs);
  }

  at(nowMs: number): this {
    const due = this.changes.filter(({ atMs }) => atMs <= nowMs);
    this.changes = this.changes.slice(due.length);
    for (const change of due) {
      const found = this.rules.get(idOf(change));
      if (found === undefined) continue;
      if (change.change === "gone") this.rules.delete(idOf(change));
      else this.rules.set(idOf(change), { ...found, isEnabled: change.change === "on" });
    }
    return this;
  }

  rule(place: Omit<MemberRuleSetup, "isEnabled">): MemberRuleSetup | undefined {
    return this.rules.get(idOf(place));
  }

  save(): readonly MemberRuleSetup[] {
    return [...this.at(Number.POSITIVE_INFINITY).rules.values()];
  }
}

function idOf({ accountId, region, name }: Omit<MemberRuleSetup, "isEnabled">): string {
  return `${accountId} ${region} ${name}`;
}
