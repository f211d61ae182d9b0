/** Up to when the requests of one region have been counted, and which of the last hour before that. */
interface CountedRegion {
  upToMs: number;
  /** Id of a request to its time. */
  readonly ids: Map<string, number>;
}

/** Which requests of a key have been counted already, by region: each region's log files come by themselves. */
export type Counted = Map<string, CountedRegion>;

/** As plain data, the same for the same requests. */
export type StoredCounted = readonly (readonly [
  region: string,
  upToMs: number,
  ids: readonly (readonly [id: string, atMs: number])[],
])[];

export type Count = "first" | "again" | "too-old";

/**
 * How late a request may come behind a newer one of its region. CloudTrail delivers most within five minutes:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
const latestMs = 60 * 60 * 1000;

/** Regions that are told apart; what is beyond is counted as one. There are about forty. */
const mostRegions = 100;
const otherRegions = "";

/**
 * Counts a request once. `again`: it has been counted. `too-old`: newer ones of its region have been counted for more than
 * an hour, so that it is not known any more whether it was among them; it is not counted then.
 */
export function countOnce(counted: Counted, region: string, id: string, atMs: number): Count {
  const name = counted.has(region) || counted.size < mostRegions ? region : otherRegions;
  const known = counted.get(name);
  if (known === undefined) {
    counted.set(name, { upToMs: atMs, ids: new Map([[id, atMs]]) });
    return "first";
  }
  if (known.ids.has(id)) return "again";
  if (atMs < known.upToMs - latestMs) return "too-old";
  known.ids.set(id, atMs);
  if (atMs > known.upToMs) {
    known.upToMs = atMs;
    dropOldest(known);
  }
  return "first";
}

/** Ids are nearly in the order of their times; what stays behind for that goes with `storedCounted`. */
function dropOldest({ ids, upToMs }: CountedRegion): void {
  for (const [id, atMs] of ids) {
    if (atMs >= upToMs - latestMs) return;
    ids.delete(id);
  }
}

export function storedCounted(counted: Counted): StoredCounted {
  return [...counted]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([region, { upToMs, ids }]) => [region, upToMs, newestOf(ids, upToMs)]);
}

function newestOf(ids: ReadonlyMap<string, number>, upToMs: number): (readonly [string, number])[] {
  return [...ids]
    .filter(([, atMs]) => atMs >= upToMs - latestMs)
    .sort(([left, leftMs], [right, rightMs]) => leftMs - rightMs || (left < right ? -1 : 1));
}

/** Reads what `storedCounted` made; undefined where it is anything else. */
export function parseStoredCounted(value: unknown): Counted | undefined {
  if (!Array.isArray(value)) return undefined;
  const counted: Counted = new Map();
  for (const entry of value as readonly unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 3) return undefined;
    const [region, upToMs, ids] = entry as readonly unknown[];
    if (typeof region !== "string" || !isTime(upToMs) || !Array.isArray(ids) || counted.has(region)) return undefined;
    if (!(ids as readonly unknown[]).every(isId)) return undefined;
    counted.set(region, { upToMs, ids: new Map(ids as [string, number][]) });
  }
  return counted;
}

function isId(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isTime(value[1]);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
