import { bisect, SortedEntries, type Row } from "./sorted-entries";

/** Where a row stands in a table or index: its partition, and its place within. */
export interface Place {
  readonly hash: string;
  readonly sort: string;
}

/** Where a page ended. */
export interface Start extends Place {
  readonly id: string;
}

/** Bounds of sort texts: from the first not below `from` to the last below `to`. */
export interface SortRange {
  readonly from: string;
  readonly to: string;
}

/** Sorts after every sort text, whose characters are all below U+0100. */
export const AFTER_ALL = "\uffff";

export const WHOLE_PARTITION: SortRange = { from: "", to: AFTER_ALL };

/** Rows by partition, each partition in order. */
export class OrderedRows {
  private readonly partitions = new Map<string, SortedEntries>();
  /** The partitions in order, for scans; worked out again after one came or went. */
  private hashes: string[] | undefined;

  insert(place: Place, row: Row): void {
    let partition = this.partitions.get(place.hash);
    if (partition === undefined) {
      partition = new SortedEntries();
      this.partitions.set(place.hash, partition);
      this.hashes = undefined;
    }
    partition.insert({ sort: place.sort, row });
  }

  remove(place: Place, id: string): void {
    const partition = this.partitions.get(place.hash);
    partition?.remove(place.sort, id);
    if (partition?.isEmpty() === true) {
      this.partitions.delete(place.hash);
      this.hashes = undefined;
    }
  }

  /** The rows of one partition, in order or backwards, beyond `start`. */
  *partition(hash: string, range: SortRange, forward: boolean, start?: Start): Generator<Row> {
    const partition = this.partitions.get(hash);
    if (partition === undefined) {
      return;
    }
    // A start outside the range must not widen it: the later of two beginnings counts, and the earlier of two ends.
    const begin =
      forward && start !== undefined && start.sort >= range.from
        ? { sort: start.sort, id: `${start.id}\u0000` }
        : { sort: range.from, id: "" };
    const end =
      !forward && start !== undefined && start.sort < range.to
        ? { sort: start.sort, id: start.id }
        : { sort: range.to, id: "" };
    if (begin.sort > end.sort) {
      return;
    }
    const first = partition.find(begin.sort, begin.id);
    const last = partition.find(end.sort, end.id);
    for (const entry of forward ? partition.forward(first, last) : partition.backward(first, last)) {
      yield entry.row;
    }
  }

  /** Every row, partition by partition, beyond `start`. */
  *all(start?: Start): Generator<Row> {
    const hashes = (this.hashes ??= [...this.partitions.keys()].sort());
    const first = start === undefined ? 0 : bisect(hashes.length, (index) => String(hashes[index]) < start.hash);
    for (const hash of hashes.slice(first)) {
      yield* this.partition(hash, WHOLE_PARTITION, true, hash === start?.hash ? start : undefined);
    }
  }
}
