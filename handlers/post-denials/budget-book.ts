import type { DenialStore } from "../../clients/denial-store";
import type { Budget } from "../../clients/denials/budgets";
import type { Unit } from "../../clients/denials/units";

/** Beyond the hourly budget, one message for all that waits, at most this often. */
export const rollUpEveryMs = 600_000;

const hourMs = 3_600_000;

/** Tries where another container writes the budget at the same time. */
const mostConflicts = 5;

/** The budget over all containers, with what this invocation has posted and not written down yet. */
export interface BudgetBook {
  /** Whether one more message fits into the hour. No is sure; yes only after `checks` were carried out. */
  isWithin(nowMs: number): Promise<boolean>;
  /**
   * Until when it is sure that nothing may be posted, not even a roll-up, in milliseconds: what others post can only make it later.
   * Undefined where something may be.
   */
  silentUntilMs(nowMs: number): Promise<number | undefined>;
  /** When the next roll-up may go out. */
  nextRollUpMs(nowMs: number): Promise<number>;
  posted(nowMs: number): void;
  rolledUp(nowMs: number): void;
  /** What asks whether the budget is still as it is believed to be; none where that is known. */
  checks(): Promise<Unit[]>;
  /** What writes down what was posted, to be committed with what was told; none where nothing was. */
  changes(): Promise<Unit[]>;
  /** Writes down by itself what no commit has. To be awaited before an invocation ends. */
  settle(): Promise<void>;
}

type Change = (budget: Budget) => Budget;

export function budgetBook(store: DenialStore, maxPostsPerHour: number): BudgetBook {
  const unwritten: { changes: readonly Change[] } = { changes: [] };

  async function current(): Promise<Budget> {
    return unwritten.changes.reduce((budget, change) => change(budget), await store.budget());
  }

  function note(change: Change): void {
    unwritten.changes = [...unwritten.changes, change];
  }

  async function changes(): Promise<Unit[]> {
    if (unwritten.changes.length === 0) return [];
    const written = unwritten.changes.length;
    const unit = store.budgetUnit(await current());
    const done = () => {
      unit.done?.();
      unwritten.changes = unwritten.changes.slice(written);
    };
    return [{ ...unit, done }];
  }

  const nextRollUpMs = async (nowMs: number) => Math.max(nowMs, (await current()).rolledUpAtMs + rollUpEveryMs);

  return {
    isWithin: async (nowMs) => freeAtMs(await current(), maxPostsPerHour, nowMs) <= nowMs,

    async silentUntilMs(nowMs) {
      const untilMs = Math.min(freeAtMs(await current(), maxPostsPerHour, nowMs), await nextRollUpMs(nowMs));
      return untilMs > nowMs ? untilMs : undefined;
    },

    nextRollUpMs,
    posted: (nowMs) =>
      note((budget) => ({
        ...budget,
        postedAtMs: [...budget.postedAtMs.filter((atMs) => atMs > nowMs - hourMs), nowMs],
      })),

    rolledUp: (nowMs) => note((budget) => ({ ...budget, rolledUpAtMs: nowMs })),

    async checks() {
      if (store.isBudgetCurrent()) return [];
      const budget = await store.budget();
      return store.isBudgetCurrent() ? [] : [store.budgetUnchangedUnit(budget)];
    },

    changes,

    async settle() {
      for (let round = 0; round < mostConflicts && unwritten.changes.length > 0; round += 1) {
        await store.commit(await changes());
      }
    },
  };
}

/** When one more post fits into the hour. */
function freeAtMs({ postedAtMs }: Budget, maxPostsPerHour: number, nowMs: number): number {
  const counted = postedAtMs.filter((atMs) => atMs > nowMs - hourMs).sort((one, other) => one - other);
  if (counted.length < maxPostsPerHour) return nowMs;
  return (counted[counted.length - maxPostsPerHour] ?? nowMs) + hourMs;
}
