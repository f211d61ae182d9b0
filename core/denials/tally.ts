import { shortText } from "../cloudtrail/short-text";

/** How often each of a bounded number of names was seen. Names beyond the bound are not kept, so that state stays small. */
export interface Tally {
  readonly counts: Readonly<Record<string, number>>;
  readonly distinct: number;
}

export interface TallyEntry {
  readonly name: string;
  readonly count: number;
}

/** Bytes of a name, written as JSON. */
const mostBytesOfName = 200;

export const emptyTally: Tally = Object.freeze({ counts: Object.freeze({}), distinct: 0 });

/** The tally with one more of each name, in their order; a name beyond `limit` distinct ones is not kept. */
export function counted(tally: Tally, names: readonly (string | undefined)[], limit: number): Tally {
  return added(
    tally,
    names.flatMap((name) => (name === undefined ? [] : [[shortText(name, mostBytesOfName), 1] as const])),
    limit,
  );
}

/** Both tallies in one. */
export function joined(one: Tally, other: Tally, limit: number): Tally {
  return added(one, Object.entries(other.counts), limit);
}

/** Copied once for all: a copy for each name takes quadratic time in a storm. */
function added(tally: Tally, entries: readonly (readonly [name: string, count: number])[], limit: number): Tally {
  const counts = new Map(Object.entries(tally.counts));
  let distinct = tally.distinct;
  for (const [name, count] of entries) {
    const before = counts.get(name);
    if (before === undefined && distinct >= limit) continue;
    if (before === undefined) distinct += 1;
    counts.set(name, (before ?? 0) + count);
  }
  return { counts: Object.fromEntries(counts), distinct };
}

/** The most frequent names, most first; equal ones in the order of their names. */
export function topOf(tally: Tally, most: number): TallyEntry[] {
  return Object.entries(tally.counts)
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, most);
}
