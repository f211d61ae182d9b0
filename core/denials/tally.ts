/** How often each of a bounded number of names was seen. Names beyond the bound are counted together, so that state stays small. */
export interface Tally {
  readonly counts: Readonly<Record<string, number>>;
  readonly distinct: number;
}

export interface TallyEntry {
  readonly name: string;
  readonly count: number;
}

export const emptyTally: Tally = Object.freeze({ counts: Object.freeze({}), distinct: 0 });

/** The tally with one more of `name`; a name beyond `limit` distinct ones is not kept. */
export function counted(tally: Tally, name: string | undefined, limit: number, by = 1): Tally {
  if (name === undefined) return tally;
  const key = name.slice(0, 200);
  const before = Object.hasOwn(tally.counts, key) ? (tally.counts[key] ?? 0) : 0;
  if (before === 0 && tally.distinct >= limit) return tally;
  return {
    counts: { ...tally.counts, [key]: before + by },
    distinct: tally.distinct + (before === 0 ? 1 : 0),
  };
}

/** Both tallies in one. */
export function joined(one: Tally, other: Tally, limit: number): Tally {
  return Object.entries(other.counts).reduce((sum, [name, count]) => counted(sum, name, limit, count), one);
}

/** The most frequent names, most first; equal ones in the order of their names. */
export function topOf(tally: Tally, most: number): TallyEntry[] {
  return Object.entries(tally.counts)
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, most);
}
