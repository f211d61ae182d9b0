/** Changes that take effect when the clock reaches them, in order of time. */
export class History<Change extends { readonly atMs: number }> {
  private changes: readonly Change[] = [];
  private applied = 0;

  constructor(private readonly apply: (change: Change) => void) {}

  /** Added to what was put before and has not taken effect yet. */
  add(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const left = this.changes.slice(this.applied);
    this.changes = [...left, ...changes].sort((one, other) => one.atMs - other.atMs);
    this.applied = 0;
  }

  /** Lets everything happen that is due at this time. */
  reach(nowMs: number): void {
    for (let change = this.changes[this.applied]; change !== undefined; change = this.changes[this.applied]) {
      if (change.atMs > nowMs) return;
      this.applied += 1;
      this.apply(change);
    }
  }
}
