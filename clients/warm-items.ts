import { mostItemsAtOnce } from "./items-at-once";
import type { ItemWrite, Kept, StateTable } from "./state-table";

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
  /** `changeOrBegin` for several items, each of them once, in one call for each hundred; what they are then, in this order. */
  changeEachOrBegin<Value>(changes: readonly ItemChange<Value>[]): Promise<readonly Value[]>;
}

/** One of several changes that go together. */
export interface ItemChange<Value> {
  readonly key: string;
  readonly item: string;
  readonly next: (known: Value | undefined) => Value;
  readonly times: ItemTimes;
}

/** Items that are remembered; such as were not used for the longest time go first. */
const mostItems = 1_000;

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 8;

interface Written extends Kept<unknown> {
  /** Until then nobody deletes it: whoever writes it only puts that off. A version is never of another item's life. */
  readonly untilMs: number;
}

type ExpiringWrite = ItemWrite & { readonly expiresAtMs: number };

/** A change of what is known to be there, or is thought to be. */
interface Guess<Value> {
  readonly change: ItemChange<Value>;
  readonly known: Kept<unknown>;
  readonly value: Value;
}

const nothing: Kept<unknown> = Object.freeze({ value: undefined, version: 0 });

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

  function remember({ key, item, value, version, expiresAtMs }: ExpiringWrite): void {
    const [oldest] = written.keys();
    if (written.size >= mostItems && oldest !== undefined) written.delete(oldest);
    written.set(nameOf(key, item), { value, version: version + 1, untilMs: expiresAtMs });
  }

  async function write(one: ExpiringWrite): Promise<boolean> {
    const { key, item, value, version, expiresAtMs } = one;
    written.delete(nameOf(key, item));
    if (!(await table.write(key, item, value, version, expiresAtMs))) return false;
    remember(one);
    return true;
  }

  async function changeAsRead<Value>({ key, item, next, times }: ItemChange<Value>): Promise<Value> {
    for (let round = 0; round < mostConflicts; round += 1) {
      const kept = await table.read(key, item);
      const value = next(kept?.value as Value | undefined);
      if (kept !== undefined && value === kept.value) return value;
      const { expiresAtMs } = times;
      if (await write({ key, item, value, version: kept?.version ?? 0, expiresAtMs })) return value;
    }
    throw new Error(`${key} was written by others ${mostConflicts} times`);
  }

  function guessFrom<Value>(change: ItemChange<Value>, known: Kept<unknown>): Guess<Value> {
    return { change, known, value: change.next(known.value as Value | undefined) };
  }

  function guess<Value>(change: ItemChange<Value>): Guess<Value> {
    return guessFrom(change, recall(change.key, change.item, change.times.nowMs) ?? nothing);
  }

  const isWritten = <Value>({ known, value }: Guess<Value>) => known.version > 0 && value === known.value;

  function writeOf<Value>({ change: { key, item, times }, known, value }: Guess<Value>) {
    return { key, item, value, version: known.version, expiresAtMs: times.expiresAtMs };
  }

  async function settle<Value>(guessed: Guess<Value>): Promise<Value> {
    if (isWritten(guessed) || (await write(writeOf(guessed)))) return guessed.value;
    return changeAsRead(guessed.change);
  }

  async function changeOrBegin<Value>(change: ItemChange<Value>): Promise<Value> {
    return settle(guess(change));
  }

  /** False where somebody else has written one of them: then none of these is. */
  async function writeTogether<Value>(guesses: readonly Guess<Value>[]): Promise<boolean> {
    const writes = guesses.filter((one) => !isWritten(one)).map(writeOf);
    for (const { key, item } of writes) written.delete(nameOf(key, item));
    if (writes.length > 0 && !(await table.writeAll(writes))) return false;
    for (const one of writes) remember(one);
    return true;
  }

  /** First as they are thought to be, then as they are read, and then one by one. */
  async function changeTogether<Value>(changes: readonly ItemChange<Value>[]): Promise<readonly Value[]> {
    const guesses = changes.map(guess);
    if (await writeTogether(guesses)) return guesses.map(({ value }) => value);
    const kept = await table.readEach(changes);
    const read = changes.map((change, position) => guessFrom(change, kept[position] ?? nothing));
    if (await writeTogether(read)) return read.map(({ value }) => value);
    const values: Value[] = [];
    for (const change of changes) values.push(await changeAsRead(change));
    return values;
  }

  return {
    async change(key, item, next, times) {
      const change = { key, item, next, times };
      const known = recall(key, item, times.nowMs);
      return known === undefined ? changeAsRead(change) : settle(guessFrom(change, known));
    },
    changeOrBegin: (key, item, next, times) => changeOrBegin({ key, item, next, times }),
    async changeEachOrBegin(changes) {
      if (changes.length === 1) return Promise.all(changes.map(changeOrBegin));
      const values = [];
      for (let from = 0; from < changes.length; from += mostItemsAtOnce) {
        values.push(...(await changeTogether(changes.slice(from, from + mostItemsAtOnce))));
      }
      return values;
    },
  };
}
