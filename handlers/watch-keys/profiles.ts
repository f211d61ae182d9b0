import type { KeptProfile, ProfileStore } from "../../clients/profile-store";
import { versionOnceWritten } from "../../clients/profile-store";
import type { WatchedCall } from "../../core/keys/watched-calls";
import type { ExpectedUse } from "../../core/profiles/expected";
import { learnExpected } from "../../core/profiles/expected";
import type { KnownKey, Outcome, ProfiledCall, UnusualCall } from "../../core/profiles/observe-calls";
import { observeCalls } from "../../core/profiles/observe-calls";
import type { KeyProfile, ProfileSettings } from "../../core/profiles/profile";
import { takeOverDays } from "../../core/profiles/refresh";
import type { KeyLookUp } from "./once-per-key";
import type { ProfileMemory } from "./profile-memory";

export type WatchedRequest = ProfiledCall<WatchedCall>;
export type UnusualRequest = UnusualCall<WatchedCall>;

/** The first request of a key that was never seen before, or not for long. */
export type BegunKey = NonNullable<Outcome<WatchedCall>["begun"]>;

export interface ProfileParts {
  readonly store: ProfileStore;
  readonly memory: ProfileMemory;
  readonly settings: ProfileSettings;
  /** What people have called expected of keys. */
  readonly expectedOf: KeyLookUp<readonly ExpectedUse[]>;
  /** Whether a report of these requests would say something new. What would not is looked at no further. */
  isNews(accessKeyId: string, unusual: readonly UnusualRequest[]): boolean;
  /** Tells people of keys, before their profiles are written: what is written is not told of again. */
  tellBegun(begun: readonly BegunKey[]): Promise<void>;
}

export interface ProfileVerdicts {
  /** Suspicious requests by access key id, of which a report may say something new. */
  readonly unusual: ReadonlyMap<string, readonly UnusualRequest[]>;
  /** Why some requests got no verdict, or something could not be learnt, as an error's name. */
  readonly problem?: string | undefined;
}

interface Look {
  readonly parts: ProfileParts;
  readonly nowMs: number;
  readonly byKey: ReadonlyMap<string, readonly WatchedRequest[]>;
  /** Profiles as they were remembered, which have seen more than is written and less than others may have written. */
  readonly outdated: Map<string, KeyProfile>;
  readonly unusual: Map<string, readonly UnusualRequest[]>;
  readonly told: Set<string>;
  /** Remembered profiles that have learnt something new, to be written as long as nobody else has written them. */
  readonly widened: KeptProfile[];
  problem?: string;
}

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 8;

/**
 * Compares requests with the profiles of their keys, and learns from them. Requests of which everything is known cost no
 * call but the first of each day, and what is new for a profile that the container remembers is written without a look at the
 * table, which refuses it where others have written. Before a new day is written or anything is reported the table is looked
 * at again, where others may have learnt it. Where the table fails there is no verdict, which `problem` says. Throws what `parts` throw beside it.
 */
export async function compareWithProfiles(
  requests: readonly WatchedRequest[],
  parts: ProfileParts,
  nowMs: number,
): Promise<ProfileVerdicts> {
  const byKey = groupedByKey(requests);
  const look: Look = { parts, nowMs, byKey, outdated: new Map(), unusual: new Map(), told: new Set(), widened: [] };
  let unsettled = unsettledKeys(look);
  for (let round = 0; round < mostConflicts && isUnfinished(unsettled, look); round += 1) {
    unsettled = await settle(unsettled, look);
  }
  if (unsettled.length > 0) look.problem ??= "WrittenByOthers";
  return { unusual: look.unusual, problem: look.problem };
}

function isUnfinished(unsettled: readonly string[], { problem, widened }: Look): boolean {
  return problem === undefined && unsettled.length + widened.length > 0;
}

function groupedByKey(requests: readonly WatchedRequest[]): ReadonlyMap<string, readonly WatchedRequest[]> {
  const byKey = new Map<string, WatchedRequest[]>();
  for (const one of requests) {
    const { accessKeyId } = one.request;
    const others = byKey.get(accessKeyId);
    if (others === undefined) byKey.set(accessKeyId, [one]);
    else others.push(one);
  }
  return byKey;
}

/** The keys for which what the container remembers is not enough. */
function unsettledKeys({ parts: { memory, settings, isNews }, byKey, outdated, widened }: Look): readonly string[] {
  const unsettled: string[] = [];
  for (const [accessKeyId, calls] of byKey) {
    const kept = memory.get(accessKeyId);
    const outcome = kept === undefined ? undefined : observeCalls(kept, calls, settings);
    if (kept === undefined || outcome === undefined) {
      unsettled.push(accessKeyId);
      continue;
    }
    const isReported = outcome.unusual.length > 0 && isNews(accessKeyId, outcome.unusual);
    if (!outcome.isDue && !isReported) continue;
    // It has learnt what is not written yet, and nothing of that may stay if it can't be.
    memory.drop(accessKeyId);
    outdated.set(accessKeyId, kept.profile);
    const { profile, refreshedDay, isWider, begun } = outcome;
    if (isWider && !isReported && begun === undefined) widened.push({ profile, refreshedDay, version: kept.version });
    else unsettled.push(accessKeyId);
  }
  return unsettled;
}

/** Observes the requests on what the table holds now, and writes what is due. Gives the keys that others wrote meanwhile. */
async function settle(accessKeyIds: readonly string[], look: Look): Promise<readonly string[]> {
  const { store, memory, settings, tellBegun } = look.parts;
  const due = look.widened.splice(0);
  const begun: BegunKey[] = [];
  const loaded = accessKeyIds.length === 0 ? undefined : await attempt(() => store.load(accessKeyIds), look);
  for (const accessKeyId of loaded === undefined ? [] : accessKeyIds) {
    if (loaded?.unreadable.has(accessKeyId) === true) {
      look.problem = "UnreadableProfile";
      continue;
    }
    const kept = loaded?.profiles.get(accessKeyId);
    const outcome = await observed(accessKeyId, { profile: kept?.profile, refreshedDay: kept?.refreshedDay }, look);
    if (outcome === undefined) continue;
    const { profile, refreshedDay } = outcome;
    const next = { profile, refreshedDay, version: kept?.version ?? 0 };
    if (outcome.isDue) due.push(next);
    else memory.put(next);
    if (outcome.begun !== undefined && !look.told.has(accessKeyId)) begun.push(outcome.begun);
    look.told.add(accessKeyId);
  }
  if (begun.length > 0) await tellBegun(begun);
  if (due.length === 0) return [];
  const unwritten = await attempt(() => store.save(due, settings.forgetAfterMs), look);
  if (unwritten === undefined) return [];
  for (const kept of due) {
    if (!unwritten.has(kept.profile.accessKeyId)) memory.put({ ...kept, version: versionOnceWritten(kept) });
  }
  return [...unwritten];
}

async function observed(accessKeyId: string, known: KnownKey, look: Look): Promise<Outcome<WatchedCall> | undefined> {
  const { parts, byKey, outdated, unusual, nowMs } = look;
  const { settings, expectedOf, isNews } = parts;
  const calls = byKey.get(accessKeyId) ?? [];
  const earlier = outdated.get(accessKeyId);
  let outcome = observeCalls(known, calls, settings);
  // Afterwards: what this delivery itself has moved on is to be due as on any other profile.
  if (known.profile !== undefined && earlier !== undefined) takeOverDays(known.profile, earlier);
  unusual.delete(accessKeyId);
  if (outcome === undefined || outcome.unusual.length === 0 || !isNews(accessKeyId, outcome.unusual)) return outcome;
  const { profile } = outcome;
  const uses = (await expectedOf([accessKeyId])).get(accessKeyId) ?? [];
  if (uses.filter((use) => learnExpected(profile, use, nowMs, settings)).length > 0) {
    const again = observeCalls({ profile, refreshedDay: outcome.refreshedDay }, calls, settings);
    outcome = { ...outcome, isDue: true, unusual: again?.unusual ?? [] };
  }
  if (outcome.unusual.length > 0) unusual.set(accessKeyId, outcome.unusual);
  return outcome;
}

/** What the table answers; undefined where it fails, which is kept as the problem of this look. */
async function attempt<Answer>(call: () => Promise<Answer>, look: Look): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    look.problem = (error as Error).name;
    return undefined;
  }
}
