import type { TableSetup } from "./keys";
import { Table } from "./table";
import { readItem, type Item } from "./values";

/** A table as it begins, empty when nothing is said. */
export interface StoredTable extends TableSetup {
  readonly items?: readonly Item[] | undefined;
  /** Said by a saved table that held more items than are saved; it then has none. */
  readonly isIncomplete?: true | undefined;
}

/** Items that are saved, all tables together: what is saved is copied, written and read again as a whole. */
const MOST_SAVED_BYTES = 32 * 1024 * 1024;

/** Throws a ValidationException for an item that the table can't hold. */
export function filledTable(stored: StoredTable): Table {
  const table = new Table(stored);
  for (const item of stored.items ?? []) table.put(readItem(item, "items"));
  return table;
}

/** The smallest tables first: those hold what is to be undone and approved. */
export function storedTables(tables: readonly Table[], nowMs: number): StoredTable[] {
  const sized = tables.map((table) => {
    const rows = table.stored(nowMs);
    return { setup: table.setup, rows, bytes: rows.reduce((sum, row) => sum + row.bytes, 0) };
  });
  let left = MOST_SAVED_BYTES;
  return sized
    .sort((one, other) => one.bytes - other.bytes)
    .map(({ setup, rows, bytes }) => {
      if (bytes > left) return { ...setup, items: undefined, isIncomplete: true };
      left -= bytes;
      return { ...setup, items: rows.map(({ item }) => item), isIncomplete: undefined };
    });
}
