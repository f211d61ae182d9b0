import type { Kept, StateTable } from "./state-table";

/** When an item may be deleted, as it is written now. Milliseconds since 1970. */
export interface ItemTimes {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** Items of a table that a warm container changes again and again: what it has written last is not read before it is changed. */
export interface WarmItems {
  /**
   * Writes what `next` makes of what is there, and gives it. `next` may be asked several times, and gives back the very value
   * that it gets where there is nothing to change: then nothing is written. Throws what AWS says.
   */
  change<Value>(key: string, item: string, next: (known: Value | undefined) => Value, times: ItemTimes): Promise<Value>;
  /** `change` for an item that is most likely not there yet where this container has not written it. */
  changeOrBegin: WarmItems["change"];
}

/** Items that are remembered; such as were not used for the longest time go first. */
const mostItems = 1_000;

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 8;

interface Written extends Kept<unknown> {
  /** Until then nobody deletes it: whoever writes it only puts that off. A version is never of another item's life. */
  readonly untilMs: number;
}

interface Change<Value> {
  readonly key: string;
  readonly item: string;
  readonly next: (known: Value | undefined) => Value;
  readonly times: ItemTimes;
}

/** Whoever has written in between decides: then what is there is read, and changed anew. */
export function warmItems(table: StateTable): WarmItems {
  const written = new Map<string, Written>();
  const nameOf = (key: string, item: string) => `${key} ${item}`;

  function recall(key: string, item: string, nowMs: number): Written | undefined {
    const name = nameOf(key, item);
    const found = written.get(name);
    written.delete(name);
    if (found === undefined || nowMs >= found.untilMs) return undefined;
    written.set(name, found);
    return found;
  }

  async function write(
    key: string,
    item: string,
    value: unknown,
    version: number,
    expiresAtMs: number,
  ): Promise<boolean> {
    const name = nameOf(key, item);
    written.delete(name);
    if (!(await table.write(key, item, value, version, expiresAtMs))) return false;
    const [oldest] = written.keys();
    if (written.size >= mostItems && oldest !== undefined) written.delete(oldest);
    written.set(name, { value, version: version + 1, untilMs: expiresAtMs });
    return true;
  }

  async function changeAsRead<Value>({ key, item, next, times }: Change<Value>): Promise<Value> {
    for (let round = 0; round < mostConflicts; round += 1) {
      const kept = await table.read(key, item);
      const value = next(kept?.value as Value | undefined);
      if (kept !== undefined && value === kept.value) return value;
      if (await write(key, item, value, kept?.version ?? 0, times.expiresAtMs)) return value;
    }
    throw new Error(`${key} was written by others ${mostConflicts} times`);
  }

  async function changeFrom<Value>(known: Kept<unknown>, change: Change<Value>): Promise<Value> {
    const { key, item, next, times } = change;
    const value = next(known.value as Value | undefined);
    if (known.version > 0 && value === known.value) return value;
    if (await write(key, item, value, known.version, times.expiresAtMs)) return value;
    return changeAsRead(change);
  }

  return {
    async change(key, item, next, times) {
      const known = recall(key, item, times.nowMs);
      const change = { key, item, next, times };
      return known === undefined ? changeAsRead(change) : changeFrom(known, change);
    },
    async changeOrBegin(key, item, next, times) {
      const known = recall(key, item, times.nowMs) ?? { value: undefined, version: 0 };
      return changeFrom(known, { key, item, next, times });
    },
  };
}
