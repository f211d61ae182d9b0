import type { DeniedCall } from "../core/keys/denial-burst";
import type { ReportMemory } from "../core/keys/report-memory";
import type { ProfileDigest } from "../core/profiles/digest";
import { emptyDigest } from "../core/profiles/digest";
import type { StateTable } from "./state-table";

/** Kinds of signal that `watch-keys` finds by itself. */
export const watchedKinds = Object.freeze(["country", "denial-burst", "profile"] as const);
export type WatchedKind = (typeof watchedKinds)[number];

/** What is remembered of one key between deliveries. */
export interface WatchedKey {
  readonly country?: ReportMemory;
  readonly "denial-burst"?: ReportMemory;
  readonly profile?: ReportMemory;
  readonly deniedCalls: readonly DeniedCall[];
  /** Of each report that is remembered, so that the next one can be written without another look. */
  readonly versions: Readonly<Partial<Record<WatchedKind, number>>>;
}

/** The memory of `watch-keys`. Methods throw what AWS says. */
export interface KeyWatch {
  load(accessKeyId: string): Promise<WatchedKey>;
  /** `version` is the one that was loaded; what somebody else has written meanwhile is written over. */
  saveReport(accessKeyId: string, kind: WatchedKind, memory: ReportMemory, version: number): Promise<void>;
  /** Adds to the stored calls by `add`, which gets what is there, and returns what is there then. */
  addDeniedCalls(
    accessKeyId: string,
    add: (known: readonly DeniedCall[]) => readonly DeniedCall[],
    nowMs: number,
  ): Promise<readonly DeniedCall[]>;
  /** What the next mail about key profiles has to say. */
  digest(): Promise<ProfileDigest>;
  changeDigest(change: (digest: ProfileDigest) => ProfileDigest, nowMs: number): Promise<void>;
}

const deniedItem = "denied-calls";

/** Where what is mailed of all keys is gathered. No key has an id in lower case. */
const digestKey = "WATCH#profiles";
const digestItem = "digest";

/** Late deliveries come within a day. */
const keptMs = 86_400_000;

const digestKeptMs = 400 * 86_400_000;

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 8;

/** The memory in the table that the actions share. */
export function keyWatch(table: StateTable): KeyWatch {
  const keyOf = (accessKeyId: string) => `WATCH#${accessKeyId}`;

  async function rewrite<Value>(
    key: string,
    item: string,
    change: (known: Value | undefined) => Value,
    expiresAtMs: number,
  ): Promise<Value> {
    for (let round = 0; round < mostConflicts; round += 1) {
      const kept = await table.read(key, item);
      const value = change(kept?.value as Value | undefined);
      if (await table.write(key, item, value, kept?.version ?? 0, expiresAtMs)) return value;
    }
    throw new Error(`${key} was written by others ${mostConflicts} times`);
  }

  return {
    async load(accessKeyId) {
      const items = await table.readAll(keyOf(accessKeyId));
      const valueOf = (name: string) => items.find(({ item }) => item === name)?.value;
      const reports = watchedKinds.flatMap((kind) => {
        const memory = valueOf(kind) as ReportMemory | undefined;
        return memory === undefined ? [] : [[kind, memory] as const];
      });
      const versions = items.map(({ item, version }) => [item, version] as const);
      return {
        deniedCalls: (valueOf(deniedItem) ?? []) as readonly DeniedCall[],
        versions: Object.fromEntries(versions) as Partial<Record<WatchedKind, number>>,
        ...(Object.fromEntries(reports) as Partial<Record<WatchedKind, ReportMemory>>),
      };
    },
    async saveReport(accessKeyId, kind, memory, version) {
      const [key, expiresAtMs] = [keyOf(accessKeyId), memory.reportedAtMs + keptMs];
      if (await table.write(key, kind, memory, version, expiresAtMs)) return;
      await rewrite(key, kind, () => memory, expiresAtMs);
    },
    addDeniedCalls(accessKeyId, add, nowMs) {
      return rewrite<readonly DeniedCall[]>(
        keyOf(accessKeyId),
        deniedItem,
        (known) => add(known ?? []),
        nowMs + keptMs,
      );
    },
    async digest() {
      return ((await table.read(digestKey, digestItem))?.value ?? emptyDigest) as ProfileDigest;
    },
    async changeDigest(change, nowMs) {
      await rewrite<ProfileDigest>(
        digestKey,
        digestItem,
        (known) => change(known ?? emptyDigest),
        nowMs + digestKeptMs,
      );
    },
  };
}
