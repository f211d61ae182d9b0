import { mostItemsAtOnce } from "../items-at-once";
import type { Check, Conflicts, DenialTable, Put, Update } from "./table";
import { keyOf } from "./table";

/** What is added to a count. A transaction takes an item once, so what several of its units add to one is added up. */
export interface Sum {
  readonly key: string;
  readonly item: string;
  readonly count: number;
  /** When it was counted: a new count began then. */
  readonly atMs: number;
}

/** What is written or checked only whole, with what is to happen here when it is. */
export interface Unit {
  /** Hash key under which a conflict is told of. */
  readonly key: string;
  readonly puts?: readonly Put[];
  readonly sums?: readonly Sum[];
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

/** Of one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostBytes = 4_000_000;

/** Items that every transaction has room for beside what `firstFitting` gives: a delivery, the budget, a check. */
const spareItems = 4;
const spareBytes = 200_000;

export function commits(table: DenialTable): Commits {
  return {
    async commit(units) {
      const writes = {
        puts: units.flatMap(({ puts = [] }) => puts),
        updates: added(units.flatMap(({ sums = [] }) => sums)),
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
      const met = units.filter(({ key, puts = [], sums = [] }) =>
        [key, ...puts.map(({ Item }) => Item?.key?.S), ...sums.map((sum) => sum.key)].some(
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
  const counts = new Set<string>();
  const beyond = units.findIndex(({ puts = [], checks = [], sums = [], bytes: more = 0 }) => {
    for (const sum of sums) counts.add(placeOf(sum));
    items += puts.length + checks.length;
    bytes += more;
    return items + counts.size > mostItemsAtOnce || bytes > mostBytes;
  });
  return beyond < 0 ? units.length : Math.max(1, beyond);
}

function placeOf({ key, item }: Sum): string {
  return JSON.stringify([key, item]);
}

/** One update for each item. */
function added(sums: readonly Sum[]): Update[] {
  const byPlace = new Map<string, Sum>();
  for (const sum of sums) {
    const before = byPlace.get(placeOf(sum));
    byPlace.set(placeOf(sum), before === undefined ? sum : { ...before, count: before.count + sum.count });
  }
  return [...byPlace.values()].map(({ key, item, count, atMs }) => ({
    Key: keyOf(key, item),
    UpdateExpression: "ADD muted :count SET sinceMs = if_not_exists(sinceMs, :now)",
    ExpressionAttributeValues: { ":count": { N: String(count) }, ":now": { N: String(atMs) } },
  }));
}
