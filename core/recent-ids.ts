/** Ids of what was dealt with last: as many as a container may well remember. */
export interface RecentIds {
  has(id: string): boolean;
  add(id: string): void;
}

/** Remembers so many ids; the oldest go first. */
export function recentIds(most: number): RecentIds {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.delete(id);
      const [oldest] = ids;
      if (ids.size >= most && oldest !== undefined) ids.delete(oldest);
      ids.add(id);
    },
  };
}
