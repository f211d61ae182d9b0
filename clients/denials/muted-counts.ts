import { chunkItem, eventIdsIn, splitChunk } from "./event-id-chunks";
import type { DenialTable } from "./table";
import { numberOf } from "./table";
import type { Unit } from "./units";

/** What the daily digest has to say: how many events each mute took since the last one, and how many were told of half blind. */
export interface MutedCounts {
  readonly byRule: Readonly<Record<string, number>>;
  /** Calls that were told of, or are gathered, whose address the log group's data protection has masked. */
  readonly masked: number;
  readonly sinceMs?: number;
}

/** What a container knows of the counts without reading them. */
export interface KnownMuted {
  /** When they were read last: what others have counted since was taken since. */
  readonly readAtMs: number;
  /** Since when something is counted; absent where nothing is as far as is known. */
  readonly sinceMs?: number;
}

/** What a mute took that it had not taken before, and the counting of it. */
export interface FreshlyMuted {
  readonly rule: string;
  readonly eventIds: readonly string[];
  readonly unit: Unit;
}

export interface MutedCounter {
  muted(nowMs: number): Promise<MutedCounts>;
  knownMuted(): KnownMuted | undefined;
  /** Those event ids, by mute, that it had not taken yet: a delivery may come in several envelopes. Empty where there are none. */
  freshlyMuted(eventIdsByRule: Readonly<Record<string, readonly string[]>>, nowMs: number): Promise<FreshlyMuted[]>;
  /** The unit, which counts so many calls with a masked address when it is written. */
  countingMasked(unit: Unit, count: number, nowMs: number): Unit;
  clearMuted(nowMs: number): Promise<void>;
}

const mutedKey = "MUTED";

/** Beside the mutes by their names, none of which holds a tab. */
const maskedItem = "\tmasked";

/** Muted events come in any number, so their ids are looked for among those of the last ten to twenty minutes only. */
const slotMs = 600_000;

/** Of a list of ids as it is stored: any other id than CloudTrail's takes up to some hundred. */
const bytesOfEventId = 60;

export function mutedCounter(table: DenialTable): MutedCounter {
  const idsKey = (slot: number) => `MUTED_IDS#${slot}`;
  const idsIn = async (slot: number) => (await table.readAll(idsKey(slot))).flatMap(eventIdsIn);
  const kept: { known?: KnownMuted } = {};

  const isCounted = (nowMs: number) => {
    if (kept.known !== undefined) kept.known = { sinceMs: nowMs, ...kept.known };
  };

  function counting(rule: string, eventIds: readonly string[], nowMs: number): Unit {
    const chunks = splitChunk({ name: `${rule}#${eventIds[0] ?? ""}`, eventIds });
    const slot = Math.floor(nowMs / slotMs);
    return {
      key: `${mutedKey}#${rule}`,
      sums: [{ key: mutedKey, item: rule, count: eventIds.length, atMs: nowMs }],
      puts: chunks.map((chunk) => ({ Item: chunkItem(idsKey(slot), chunk, nowMs) })),
      bytes: eventIds.length * bytesOfEventId,
      done: () => isCounted(nowMs),
    };
  }

  return {
    knownMuted: () => kept.known,

    async muted(nowMs) {
      const items = await table.readAll(mutedKey);
      const counts = items.map((item) => [item.item?.S ?? "", numberOf(item.muted)] as const);
      const since = items.map((item) => numberOf(item.sinceMs));
      const sinceMs = since.length === 0 ? undefined : Math.min(...since);
      kept.known = { readAtMs: nowMs, ...(sinceMs === undefined ? {} : { sinceMs }) };
      return {
        byRule: Object.fromEntries(counts.filter(([name]) => name !== maskedItem)),
        masked: counts.find(([name]) => name === maskedItem)?.[1] ?? 0,
        ...(sinceMs === undefined ? {} : { sinceMs }),
      };
    },

    async freshlyMuted(eventIdsByRule, nowMs) {
      const rules = Object.entries(eventIdsByRule);
      if (rules.length === 0) return [];
      const slot = Math.floor(nowMs / slotMs);
      const seen = new Set((await Promise.all([idsIn(slot - 1), idsIn(slot)])).flat());
      return rules.flatMap(([rule, all]) => {
        const eventIds = all.filter((id) => !seen.has(id));
        return eventIds.length === 0 ? [] : [{ rule, eventIds, unit: counting(rule, eventIds, nowMs) }];
      });
    },

    countingMasked: (unit, count, nowMs) => ({
      ...unit,
      sums: [...(unit.sums ?? []), { key: mutedKey, item: maskedItem, count, atMs: nowMs }],
      done() {
        unit.done?.();
        isCounted(nowMs);
      },
    }),

    async clearMuted(nowMs) {
      for (const item of await table.readAll(mutedKey)) await table.remove(mutedKey, item.item?.S ?? "");
      kept.known = { readAtMs: nowMs };
    },
  };
}
