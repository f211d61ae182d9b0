import { validationError } from "../service-error";
import {
  checkKeyType,
  namesOf,
  pickNames,
  placeBy,
  primaryPlace,
  type IndexSetup,
  type Keys,
  type TableSetup,
} from "./keys";
import { OrderedRows, type Start } from "./ordered-rows";
import { itemBytes } from "./sizes";
import type { Row } from "./sorted-entries";
import type { Item } from "./values";

/** "Using time to live": a time more than five years back is taken for a mistake and never expires anything. */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 86_400;

/**
 * One table with its indexes.
 *
 * An item whose time to live has passed by the clock is gone at once and for good. DynamoDB itself deletes within days
 * and shows the item until then, so a program that is right here must not count on an expired item being there.
 */
export class Table {
  private readonly rows = new Map<string, Row>();
  private readonly primary = new OrderedRows();
  private readonly indexes: ReadonlyMap<string, { readonly setup: IndexSetup; readonly rows: OrderedRows }>;

  constructor(readonly setup: TableSetup) {
    this.indexes = new Map((setup.indexes ?? []).map((each) => [each.name, { setup: each, rows: new OrderedRows() }]));
  }

  /** Every item that has not expired, with its size as DynamoDB counts it. */
  stored(nowMs: number): Pick<Row, "item" | "bytes">[] {
    return [...this.rows.values()].filter((row) => !this.isExpired(row, nowMs));
  }

  /** The stored item of this key; undefined when there is none. Takes a whole item too. */
  get(key: Item, nowMs: number): Item | undefined {
    const row = this.rows.get(this.idOf(key));
    if (row !== undefined && this.isExpired(row, nowMs)) {
      this.delete(row.item);
      return undefined;
    }
    return row?.item;
  }

  put(item: Item, bytes = itemBytes(item)): void {
    const id = this.idOf(item);
    const row = this.rows.get(id);
    if (row === undefined) {
      const created = { id, item, bytes };
      this.rows.set(id, created);
      this.primary.insert(primaryPlace(this.setup, item), created);
      this.reindex(created, undefined);
      return;
    }
    const old = row.item;
    row.item = item;
    row.bytes = bytes;
    this.reindex(row, old);
  }

  delete(key: Item): void {
    const row = this.rows.get(this.idOf(key));
    if (row === undefined) {
      return;
    }
    this.rows.delete(row.id);
    this.primary.remove(primaryPlace(this.setup, row.item), row.id);
    for (const { setup, rows } of this.indexes.values()) {
      const place = placeBy(setup, row.item);
      if (place !== undefined) {
        rows.remove(place, row.id);
      }
    }
  }

  /** Whether the row's time to live has passed; whoever asks must then treat it as gone. */
  isExpired(row: Row, nowMs: number): boolean {
    const value = this.setup.ttlAttribute === undefined ? undefined : row.item[this.setup.ttlAttribute];
    const expiry = value !== undefined && "N" in value ? Number(value.N) : Number.POSITIVE_INFINITY;
    const nowSeconds = Math.floor(nowMs / 1000);
    return expiry < nowSeconds && expiry >= nowSeconds - OLDEST_EXPIRY_SECONDS;
  }

  /** Table or index to read from. Throws a ValidationException for an index that the table has not. */
  source(indexName: string | undefined): {
    readonly keys: Keys;
    readonly rows: OrderedRows;
    readonly index?: IndexSetup;
  } {
    if (indexName === undefined) {
      return { keys: this.setup, rows: this.primary };
    }
    const index = this.indexes.get(indexName);
    if (index === undefined) {
      throw validationError(`The table does not have the specified index: ${indexName}`);
    }
    return { keys: index.setup, rows: index.rows, index: index.setup };
  }

  /** Checks that the map is this table's primary key and nothing else. Throws a ValidationException. */
  checkKey(key: Item): void {
    if (Object.keys(key).length !== this.keyNames().length || this.keyNames().some((name) => !(name in key))) {
      throw validationError("The provided key element does not match the schema");
    }
    this.idOf(key);
  }

  keyNames(): string[] {
    return namesOf(this.setup);
  }

  /** Where a row stands, as `LastEvaluatedKey` writes it: the table's key and the index's. */
  startKeyOf(item: Item, index: IndexSetup | undefined): Item {
    return pickNames(item, [...this.keyNames(), ...(index === undefined ? [] : namesOf(index))]);
  }

  /** Place and identity out of an `ExclusiveStartKey`. Throws a ValidationException. */
  startOf(key: Item, index: IndexSetup | undefined): Start {
    const place = placeBy(index ?? this.setup, key);
    if (place === undefined || Object.keys(this.startKeyOf(key, index)).length !== Object.keys(key).length) {
      throw validationError("The provided starting key is invalid");
    }
    return { ...place, id: this.idOf(key) };
  }

  /** The value of the partition key as policies compare it with `dynamodb:LeadingKeys`. */
  leadingKey(item: Item): string | undefined {
    const value = item[this.setup.hashKey];
    return value === undefined ? undefined : String(Object.values(value)[0]);
  }

  /** Identity of a key or item. Throws a ValidationException when key attributes are missing or wrong. */
  idOf(item: Item): string {
    const { hash, sort } = primaryPlace(this.setup, item);
    return `${hash.length}:${hash}${sort}`;
  }

  /** Throws a ValidationException when a key of an index has the wrong type. */
  checkIndexKeys(item: Item): void {
    for (const { setup } of this.indexes.values()) {
      namesOf(setup).forEach((name) => checkKeyType(this.setup, name, item));
    }
  }

  private reindex(row: Row, old: Item | undefined): void {
    for (const { setup, rows } of this.indexes.values()) {
      const before = old === undefined ? undefined : placeBy(setup, old);
      const after = placeBy(setup, row.item);
      if (before?.hash === after?.hash && before?.sort === after?.sort) {
        continue;
      }
      if (before !== undefined) {
        rows.remove(before, row.id);
      }
      if (after !== undefined) {
        rows.insert(after, row);
      }
    }
  }
}
