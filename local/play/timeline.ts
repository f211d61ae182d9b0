/** What is to happen at a time of the event clock. */
export interface Happening {
  readonly atMs: number;
  readonly run: () => Promise<void>;
}

interface Entry extends Happening {
  readonly order: number;
}

/** Happenings in event time; equal times in the order in which they were added. A binary heap. */
export class Timeline {
  private readonly heap: Entry[] = [];
  private added = 0;

  get nextMs(): number | undefined {
    return this.heap[0]?.atMs;
  }

  add(happening: Happening): void {
    const heap = this.heap;
    heap.push({ ...happening, order: (this.added += 1) });
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  take(): Happening | undefined {
    const heap = this.heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && this.isBefore(child, least)) least = child;
      if (least === at) return first;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a === undefined || b === undefined) return false;
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  }

  private swap(one: number, other: number): void {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a === undefined || b === undefined) return;
    this.heap[one] = b;
    this.heap[other] = a;
  }
}
