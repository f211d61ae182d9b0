export interface Count {
  readonly name: string;
  readonly count: number;
}

/** How often each of a bounded number of names was seen: names can be made up without end. */
export class Counts {
  private readonly byName = new Map<string, number>();
  private left = 0;

  constructor(private readonly most: number) {}

  add(name: string, by = 1): void {
    const before = this.byName.get(name);
    if (before === undefined && this.byName.size >= this.most) this.left += by;
    else this.byName.set(name, (before ?? 0) + by);
  }

  addAll(other: Counts): void {
    for (const [name, count] of other.byName) this.add(name, count);
    this.left += other.left;
  }

  get distinct(): number {
    return this.byName.size;
  }

  /** What was seen of names that there was no room for. */
  get others(): number {
    return this.left;
  }

  get total(): number {
    return [...this.byName.values()].reduce((sum, count) => sum + count, this.left);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Most first; equal ones in the order of their names. */
  top(most = Infinity): Count[] {
    return [...this.byName]
      .map(([name, count]) => ({ name, count }))
      .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
      .slice(0, most);
  }
}

/** The first and the last time of something, in milliseconds since 1970. */
export interface Span {
  firstMs: number;
  lastMs: number;
}

export function emptySpan(): Span {
  return { firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY };
}

export function widen(span: Span, atMs: number): void {
  if (atMs < span.firstMs) span.firstMs = atMs;
  if (atMs > span.lastMs) span.lastMs = atMs;
}
