import type { DeniedCall } from "../core/keys/denial-burst";
import { addDeniedCalls } from "../core/keys/denial-burst";
import type { ReportMemory } from "../core/keys/report-memory";
import type { ProfileDigest } from "../core/profiles/digest";
import { emptyDigest } from "../core/profiles/digest";
import { mostItemsAtOnce } from "./items-at-once";
import type { Kept, StateTable } from "./state-table";
import { warmItems } from "./warm-items";

/** Kinds of signal that `watch-keys` finds by itself. */
export const watchedKinds = Object.freeze(["country", "denial-burst", "profile"] as const);
export type WatchedKind = (typeof watchedKinds)[number];

/** What is remembered of one key between deliveries. */
export interface WatchedKey {
  readonly country?: ReportMemory;
  readonly "denial-burst"?: ReportMemory;
  readonly profile?: ReportMemory;
  /** Of each report that is remembered, so that the next one can be written without another look. */
  readonly versions: Readonly<Partial<Record<WatchedKind, number>>>;
}

export interface ReportToSave {
  readonly accessKeyId: string;
  readonly kind: WatchedKind;
  readonly memory: ReportMemory;
  /** Of what was loaded. */
  readonly version: number;
}

export interface DeniedCallsOfKey {
  readonly accessKeyId: string;
  readonly deniedCalls: readonly DeniedCall[];
}

/** The memory of `watch-keys`. Methods throw what AWS says. */
export interface KeyWatch {
  /** By access key id, in one call for one of them and in a few for many. */
  load(accessKeyIds: readonly string[]): Promise<ReadonlyMap<string, WatchedKey>>;
  /** What somebody else has written meanwhile is written over. */
  saveReports(reports: readonly ReportToSave[]): Promise<void>;
  /** Adds to what is stored, and gives what is there then, in the same order. Each key comes once. */
  addDeniedCalls(seen: readonly DeniedCallsOfKey[], nowMs: number): Promise<readonly (readonly DeniedCall[])[]>;
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

  const reportItems = (accessKeyId: string) => watchedKinds.map((item) => ({ key: keyOf(accessKeyId), item }));

  async function saveReport({ accessKeyId, kind, memory, version }: ReportToSave): Promise<void> {
    const [key, expiresAtMs] = [keyOf(accessKeyId), memory.reportedAtMs + keptMs];
    if (await table.write(key, kind, memory, version, expiresAtMs)) return;
    await items.change(key, kind, () => memory, { nowMs: memory.reportedAtMs, expiresAtMs });
  }

  return {
    async load(accessKeyIds) {
      const [only] = accessKeyIds;
      if (only !== undefined && accessKeyIds.length === 1) {
        return new Map([[only, watchedKeyOf(await table.readAll(keyOf(only)))]]);
      }
      const kept = await table.readEach(accessKeyIds.flatMap(reportItems));
      const known = (position: number) =>
        watchedKinds.flatMap((item, kind) => {
          const found = kept[position * watchedKinds.length + kind];
          return found === undefined ? [] : [{ ...found, item }];
        });
      return new Map(accessKeyIds.map((accessKeyId, position) => [accessKeyId, watchedKeyOf(known(position))]));
    },
    async saveReports(reports) {
      const writes = reports.map(({ accessKeyId, kind, memory, version }) => ({
        ...{ key: keyOf(accessKeyId), item: kind, value: memory, version },
        expiresAtMs: memory.reportedAtMs + keptMs,
      }));
      for (let from = 0; from < writes.length; from += mostItemsAtOnce) {
        const some = writes.slice(from, from + mostItemsAtOnce);
        if (some.length > 1 && (await table.writeAll(some))) continue;
        for (const report of reports.slice(from, from + mostItemsAtOnce)) await saveReport(report);
      }
    },
    addDeniedCalls(seen, nowMs) {
      const times = { nowMs, expiresAtMs: nowMs + keptMs };
      return items.changeEachOrBegin(
        seen.map(({ accessKeyId, deniedCalls }) => ({
          key: keyOf(accessKeyId),
          item: deniedItem,
          next: (known: readonly DeniedCall[] = []) => addDeniedCalls(known, deniedCalls),
          times,
        })),
      );
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

function watchedKeyOf(kept: readonly (Kept<unknown> & { readonly item: string })[]): WatchedKey {
  const reports = watchedKinds.flatMap((kind) => {
    const memory = kept.find(({ item }) => item === kind)?.value as ReportMemory | undefined;
    return memory === undefined ? [] : [[kind, memory] as const];
  });
  const versions = kept.map(({ item, version }) => [item, version] as const);
  return {
    versions: Object.fromEntries(versions) as Partial<Record<WatchedKind, number>>,
    ...(Object.fromEntries(reports) as Partial<Record<WatchedKind, ReportMemory>>),
  };
}
