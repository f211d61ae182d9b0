import { onlyAt } from "./ledgers";
import type { DenialTable } from "./table";
import { keyOf, numberOf, stateItem } from "./table";
import type { Unit } from "./units";

/** Posts of the last hour and the last roll-up, in milliseconds. */
export interface Budget {
  readonly version: number;
  readonly postedAtMs: readonly number[];
  readonly rolledUpAtMs: number;
}

/** The budget of posts over all containers. One that is kept may be old: what was posted since is more, never less. */
export interface Budgets {
  /** From now on, what was read or written before is no longer current. Forgets it where the clock has gone back. */
  begin(nowMs: number): void;
  isBudgetCurrent(): boolean;
  /** As it is kept, or from the table where it is not. */
  budget(): Promise<Budget>;
  /** Writes it if nobody else has since it was read. */
  budgetUnit(budget: Budget): Unit;
  /** Asks that nobody has written it since it was read. */
  budgetUnchangedUnit(budget: Budget): Unit;
}

const budgetKey = "BUDGET";

export function budgets(table: DenialTable): Budgets {
  const kept: { budget?: Budget | undefined; isCurrent: boolean } = { isCurrent: false };
  const begun = { atMs: 0 };
  const doubted = () => void (kept.budget = undefined);
  return {
    begin(nowMs) {
      kept.isCurrent = false;
      if (nowMs < begun.atMs) kept.budget = undefined;
      begun.atMs = nowMs;
    },

    isBudgetCurrent: () => kept.isCurrent,

    async budget() {
      if (kept.budget !== undefined) return kept.budget;
      const item = await table.read(budgetKey, stateItem);
      kept.isCurrent = true;
      return (kept.budget = {
        version: numberOf(item?.version),
        postedAtMs: JSON.parse(item?.postedAtMs?.S ?? "[]") as number[],
        rolledUpAtMs: numberOf(item?.rolledUpAtMs),
      });
    },

    budgetUnit(budget) {
      const { version, postedAtMs, rolledUpAtMs } = budget;
      const Item = {
        ...keyOf(budgetKey, stateItem),
        version: { N: String(version + 1) },
        postedAtMs: { S: JSON.stringify(postedAtMs) },
        rolledUpAtMs: { N: String(rolledUpAtMs) },
      };
      const done = () => {
        kept.budget = { ...budget, version: version + 1 };
        kept.isCurrent = true;
      };
      return { key: budgetKey, puts: [{ Item, ...onlyAt(version) }], done, doubted };
    },

    budgetUnchangedUnit: ({ version }) => ({
      key: budgetKey,
      checks: [{ Key: keyOf(budgetKey, stateItem), ...onlyAt(version) }],
      done: () => void (kept.isCurrent = true),
      doubted,
    }),
  };
}
