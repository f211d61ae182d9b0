import type { Check, Conflicts, DenialTable, Put, Update } from "./table";

/** What is written or checked only whole, with what is to happen here when it is. */
export interface Unit {
  /** Hash key under which a conflict is told of. */
  readonly key: string;
  readonly puts?: readonly Put[];
  readonly updates?: readonly Update[];
  readonly checks?: readonly Check[];
  /** Roughly, and rather too many. */
  readonly bytes?: number;
  /** All of it is in the table, or is as it was expected. */
  readonly done?: () => void;
  /** What is believed of the item is wrong, or may be. */
  readonly doubted?: () => void;
}

export interface Commits {
  /** Writes all units, or none where there are conflicts: the keys of units that met one. */
  commit(units: readonly Unit[]): Promise<Conflicts>;
}

/** DynamoDB takes 100 items and 4 MB: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostItems = 100;
const mostBytes = 4_000_000;

/** Items that every transaction has room for beside what `firstFitting` gives: a delivery, the budget, a check. */
const spareItems = 4;
const spareBytes = 200_000;

export function commits(table: DenialTable): Commits {
  return {
    async commit(units) {
      const writes = {
        puts: units.flatMap(({ puts = [] }) => puts),
        updates: units.flatMap(({ updates = [] }) => updates),
        checks: units.flatMap(({ checks = [] }) => checks),
      };
      let conflicts: Conflicts;
      try {
        conflicts = await table.write(writes);
      } catch (error) {
        // It may have been written all the same.
        for (const { doubted } of units) doubted?.();
        throw error;
      }
      const met = units.filter(({ key, puts = [], updates = [] }) =>
        [key, ...puts.map(({ Item }) => Item?.key?.S), ...updates.map(({ Key }) => Key?.key?.S)].some(
          (one) => one !== undefined && conflicts.has(one),
        ),
      );
      for (const { doubted } of met) doubted?.();
      if (conflicts.size === 0) for (const { done } of units) done?.();
      return new Set(met.map(({ key }) => key));
    },
  };
}

/** How many of the units, from the first, one transaction takes: at least one, where there is any. */
export function firstFitting(units: readonly Unit[]): number {
  let [items, bytes] = [spareItems, spareBytes];
  const beyond = units.findIndex((unit) => {
    items += itemsIn(unit);
    bytes += unit.bytes ?? 0;
    return items > mostItems || bytes > mostBytes;
  });
  return beyond < 0 ? units.length : Math.max(1, beyond);
}

function itemsIn({ puts = [], updates = [], checks = [] }: Unit): number {
  return puts.length + updates.length + checks.length;
}
