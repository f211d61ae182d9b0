import type { RequestScore } from "./score";

/** Whose key a line is about. Texts are of the caller's choosing. */
export interface KeyOwner {
  readonly accessKeyId: string;
  readonly account?: string | undefined;
  readonly userName?: string | undefined;
}

/** Requests of one key from one place that were suspicious; the first of them stands for all. */
export interface SuspiciousRow extends KeyOwner {
  readonly id: string;
  readonly score: number;
  readonly reasons: RequestScore["reasons"];
  readonly event: string;
  readonly region: string;
  readonly address: string;
  readonly agent: string;
  readonly atMs: number;
  /** How many requests, as far as they were counted. */
  readonly count: number;
}

/** A key that was never seen before, or not for long. */
export interface KeyRow extends KeyOwner {
  readonly id: string;
  readonly kind: "new" | "returned";
  readonly address: string;
  readonly agent: string;
  readonly atMs: number;
  /** Of a key that came back: how well its first request fits what was known long ago. */
  readonly score?: number | undefined;
}

/** What the next mail about key profiles has to say. Plain data, small however much happens. */
export interface ProfileDigest {
  readonly requests: readonly SuspiciousRow[];
  readonly keys: readonly KeyRow[];
  /** How many more there were than are listed. */
  readonly omitted: { readonly requests: number; readonly keys: number };
  /** Whether any profile was ever made, and whether the first one is still to be told of. */
  readonly store: "empty" | "begun" | "told";
  /** Since when the profiles can't be read, and why, in a word of AWS's. */
  readonly unreadable?: { readonly atMs: number; readonly why: string } | undefined;
  /** When people were last told so. */
  readonly unreadableToldAtMs?: number | undefined;
  readonly firstLookedAtMs?: number | undefined;
  readonly mailedAtMs?: number | undefined;
}

export const emptyDigest: ProfileDigest = Object.freeze({
  requests: Object.freeze([]),
  keys: Object.freeze([]),
  omitted: Object.freeze({ requests: 0, keys: 0 }),
  store: "empty",
});

/** Rows of at most a kilobyte or so: the digest fits into an item of DynamoDB and a message of SNS. */
const mostRows = 40;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A mail in an hour at most. Ticks of an hourly schedule come some minutes early or late. */
const mailPeriodMs = hourMs - 10 * 60_000;

/** How long a store may be empty, or unreadable, before people are told (again). */
const patienceMs = dayMs;

/** Adds requests; such as are of a row that is there already are counted there. */
export function withRequests(digest: ProfileDigest, added: readonly SuspiciousRow[]): ProfileDigest {
  const byId = new Map(digest.requests.map((row) => [row.id, row]));
  let omitted = digest.omitted.requests;
  for (const row of added) {
    const known = byId.get(row.id);
    if (known !== undefined) byId.set(row.id, { ...known, count: known.count + row.count });
    else if (byId.size < mostRows) byId.set(row.id, row);
    else omitted += row.count;
  }
  return { ...digest, requests: [...byId.values()], omitted: { ...digest.omitted, requests: omitted } };
}

/** Adds keys, each once. */
export function withKeys(digest: ProfileDigest, added: readonly KeyRow[]): ProfileDigest {
  const known = new Set(digest.keys.map(({ id }) => id));
  const fresh = added.filter(({ id }) => !known.has(id) && known.add(id));
  const room = Math.max(0, mostRows - digest.keys.length);
  return {
    ...digest,
    keys: [...digest.keys, ...fresh.slice(0, room)],
    omitted: { ...digest.omitted, keys: digest.omitted.keys + Math.max(0, fresh.length - room) },
    store: digest.store === "empty" ? "begun" : digest.store,
  };
}

/** Notes that the profiles could not be read. */
export function withUnreadable(digest: ProfileDigest, why: string, nowMs: number): ProfileDigest {
  return digest.unreadable === undefined ? { ...digest, unreadable: { atMs: nowMs, why } } : digest;
}

/** Whether there is something to mail now, or some time later. */
export type MailState = "nothing" | "wait" | "due";

export function mailState(digest: ProfileDigest, nowMs: number): MailState {
  const hasRows = digest.requests.length + digest.keys.length > 0;
  if (!hasRows && !saysUnreadable(digest, nowMs) && !saysEmpty(digest, nowMs)) return "nothing";
  return digest.mailedAtMs !== undefined && nowMs - digest.mailedAtMs < mailPeriodMs ? "wait" : "due";
}

/** When a mail that has to wait may go out, in milliseconds since 1970. */
export function nextMailMs({ mailedAtMs = 0 }: ProfileDigest): number {
  return mailedAtMs + mailPeriodMs;
}

/** Once, and again every day while it lasts. */
export function saysUnreadable({ unreadable, unreadableToldAtMs }: ProfileDigest, nowMs: number): boolean {
  return unreadable !== undefined && !(unreadableToldAtMs !== undefined && nowMs - unreadableToldAtMs < patienceMs);
}

/** Once: a day after the first look there is still no profile. */
export function saysEmpty({ store, firstLookedAtMs }: ProfileDigest, nowMs: number): boolean {
  return store === "empty" && firstLookedAtMs !== undefined && nowMs - firstLookedAtMs >= patienceMs;
}

/** Whether the mail says that there was no profile. */
function tellsOfStore(digest: ProfileDigest, nowMs: number): boolean {
  return digest.store === "begun" || saysEmpty(digest, nowMs);
}

/** The digest after `mailed` was mailed; what came in meanwhile stays for the next mail. */
export function withoutMailed(digest: ProfileDigest, mailed: ProfileDigest, nowMs: number): ProfileDigest {
  const told = new Set([...mailed.requests, ...mailed.keys].map(({ id }) => id));
  return {
    ...digest,
    requests: digest.requests.filter(({ id }) => !told.has(id)),
    keys: digest.keys.filter(({ id }) => !told.has(id)),
    omitted: {
      requests: Math.max(0, digest.omitted.requests - mailed.omitted.requests),
      keys: Math.max(0, digest.omitted.keys - mailed.omitted.keys),
    },
    store: digest.store === mailed.store && tellsOfStore(mailed, nowMs) ? "told" : digest.store,
    unreadable: undefined,
    unreadableToldAtMs: saysUnreadable(mailed, nowMs) ? nowMs : digest.unreadableToldAtMs,
    mailedAtMs: nowMs,
  };
}
