import type { DeniedCall } from "../core/keys/denial-burst";
import type { ReportMemory } from "../core/keys/report-memory";
import type { ProfileDigest } from "../core/profiles/digest";
import { emptyDigest } from "../core/profiles/digest";
import type { StateTable } from "./state-table";
import { warmItems } from "./warm-items";

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
  /**
   * Adds to the stored calls by `add`, which gets what is there or what this container has last written there, and returns
   * what is there then.
   */
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

/** The memory in the table that the actions share, made once per container, which then need not read what it has written itself. */
export function keyWatch(table: StateTable): KeyWatch {
  const items = warmItems(table);
  const keyOf = (accessKeyId: string) => `WATCH#${accessKeyId}`;

  return {
    async load(accessKeyId) {
      const kept = await table.readAll(keyOf(accessKeyId));
      const valueOf = (name: string) => kept.find(({ item }) => item === name)?.value;
      const reports = watchedKinds.flatMap((kind) => {
        const memory = valueOf(kind) as ReportMemory | undefined;
        return memory === undefined ? [] : [[kind, memory] as const];
      });
      const versions = kept.map(({ item, version }) => [item, version] as const);
      return {
        deniedCalls: (valueOf(deniedItem) ?? []) as readonly DeniedCall[],
        versions: Object.fromEntries(versions) as Partial<Record<WatchedKind, number>>,
        ...(Object.fromEntries(reports) as Partial<Record<WatchedKind, ReportMemory>>),
      };
    },
    async saveReport(accessKeyId, kind, memory, version) {
      const [key, expiresAtMs] = [keyOf(accessKeyId), memory.reportedAtMs + keptMs];
      if (await table.write(key, kind, memory, version, expiresAtMs)) return;
      await items.change(key, kind, () => memory, { nowMs: memory.reportedAtMs, expiresAtMs });
    },
    addDeniedCalls(accessKeyId, add, nowMs) {
      const next = (known: readonly DeniedCall[] = []) => add(known);
      return items.changeOrBegin(keyOf(accessKeyId), deniedItem, next, { nowMs, expiresAtMs: nowMs + keptMs });
    },
    async digest() {
      return ((await table.read(digestKey, digestItem))?.value ?? emptyDigest) as ProfileDigest;
    },
    async changeDigest(change, nowMs) {
      const next = (known: ProfileDigest = emptyDigest) => change(known);
      await items.change(digestKey, digestItem, next, { nowMs, expiresAtMs: nowMs + digestKeptMs });
    },
  };
}
