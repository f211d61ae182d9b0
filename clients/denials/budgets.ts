import type { DenialTable } from "./table";
import { keyOf, numberOf, stateItem } from "./table";

/** Posts of the last hour and the last roll-up, in milliseconds. */
export interface Budget {
  readonly version: number;
  readonly postedAtMs: readonly number[];
  readonly rolledUpAtMs: number;
}

export interface Budgets {
  budget(): Promise<Budget>;
  /** False where another invocation wrote it since it was read. */
  saveBudget(budget: Budget): Promise<boolean>;
}

const budgetKey = "BUDGET";

export function budgets(table: DenialTable): Budgets {
  return {
    async budget() {
      const item = await table.read(budgetKey, stateItem);
      return {
        version: numberOf(item?.version),
        postedAtMs: JSON.parse(item?.postedAtMs?.S ?? "[]") as number[],
        rolledUpAtMs: numberOf(item?.rolledUpAtMs),
      };
    },

    async saveBudget({ version, postedAtMs, rolledUpAtMs }) {
      const Item = {
        ...keyOf(budgetKey, stateItem),
        version: { N: String(version + 1) },
        postedAtMs: { S: JSON.stringify(postedAtMs) },
        rolledUpAtMs: { N: String(rolledUpAtMs) },
      };
      const onlyAtVersion = {
        ConditionExpression: "attribute_not_exists(version) OR version = :version",
        ExpressionAttributeValues: { ":version": { N: String(version) } },
      };
      return table.write({ puts: [{ Item, ...onlyAtVersion }] });
    },
  };
}
