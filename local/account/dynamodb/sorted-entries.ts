import type { Item } from "./values";

/** A stored item; the table and its indexes share the row, so that a change of other attributes moves nothing. */
export interface Row {
  /** Identity within the table, by primary key. */
  readonly id: string;
  item: Item;
  bytes: number;
}

export interface Entry {
  readonly sort: string;
  readonly row: Row;
}

/** A place between entries: before every entry whose sort text and id are not lower. */
export interface Position {
  readonly chunk: number;
  readonly offset: number;
}

/** Short enough that moving the rest of a chunk costs less than the call that wants it. */
const LONGEST_CHUNK = 256;

/** Entries in the order of sort text, then id: chunks of a few hundred, found by binary search. */
export class SortedEntries {
  private readonly chunks: Entry[][] = [[]];

  isEmpty(): boolean {
    return this.chunks.every((chunk) => chunk.length === 0);
  }

  insert(entry: Entry): void {
    const { chunk, offset } = this.find(entry.sort, entry.row.id);
    const entries = this.chunks[chunk] ?? [];
    entries.splice(offset, 0, entry);
    if (entries.length > LONGEST_CHUNK) {
      this.chunks.splice(chunk + 1, 0, entries.splice(LONGEST_CHUNK / 2));
    }
  }

  remove(sort: string, id: string): void {
    const { chunk, offset } = this.find(sort, id);
    const entries = this.chunks[chunk] ?? [];
    if (entries[offset]?.row.id !== id || entries[offset].sort !== sort) {
      return;
    }
    entries.splice(offset, 1);
    if (entries.length === 0 && this.chunks.length > 1) {
      this.chunks.splice(chunk, 1);
    }
  }

  /** Where an entry of this sort text and id is or would be. */
  find(sort: string, id: string): Position {
    const isBefore = (entry: Entry | undefined) =>
      entry !== undefined && (entry.sort < sort || (entry.sort === sort && entry.row.id < id));
    const last = this.chunks.length - 1;
    const chunk = Math.min(
      last,
      bisect(last + 1, (index) => isBefore(this.chunks[index]?.at(-1))),
    );
    const entries = this.chunks[chunk] ?? [];
    return { chunk, offset: bisect(entries.length, (index) => isBefore(entries[index])) };
  }

  /** The entries from one position up to another, not including it. */
  *forward(from: Position, to: Position): Generator<Entry> {
    for (let chunk = from.chunk; chunk <= to.chunk; chunk += 1) {
      const entries = this.chunks[chunk] ?? [];
      const end = chunk === to.chunk ? to.offset : entries.length;
      for (let offset = chunk === from.chunk ? from.offset : 0; offset < end; offset += 1) {
        const entry = entries[offset];
        if (entry !== undefined) {
          yield entry;
        }
      }
    }
  }

  /** The same entries from the last to the first. */
  *backward(from: Position, to: Position): Generator<Entry> {
    for (let chunk = to.chunk; chunk >= from.chunk; chunk -= 1) {
      const entries = this.chunks[chunk] ?? [];
      const start = chunk === from.chunk ? from.offset : 0;
      for (let offset = (chunk === to.chunk ? to.offset : entries.length) - 1; offset >= start; offset -= 1) {
        const entry = entries[offset];
        if (entry !== undefined) {
          yield entry;
        }
      }
    }
  }
}

/** The first index of `length` that is not before what is looked for. */
export function bisect(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
