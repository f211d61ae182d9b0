import { chunkItem, eventIdsIn, splitChunk } from "./event-id-chunks";
import type { DenialTable } from "./table";
import { keyOf, numberOf } from "./table";
import type { Unit } from "./units";

/** What the daily digest has to say: how many events each mute took since the last one. */
export interface MutedCounts {
  readonly byRule: Readonly<Record<string, number>>;
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
  clearMuted(nowMs: number): Promise<void>;
}

const mutedKey = "MUTED";

/** Muted events come in any number, so their ids are looked for among those of the last ten to twenty minutes only. */
const slotMs = 600_000;

/** Of a list of ids as it is stored: any other id than CloudTrail's takes up to some hundred. */
const bytesOfEventId = 60;

export function mutedCounter(table: DenialTable): MutedCounter {
  const idsKey = (slot: number) => `MUTED_IDS#${slot}`;
  const idsIn = async (slot: number) => (await table.readAll(idsKey(slot))).flatMap(eventIdsIn);
  const kept: { known?: KnownMuted } = {};

  function counting(rule: string, eventIds: readonly string[], nowMs: number): Unit {
    const chunks = splitChunk({ name: `${rule}#${eventIds[0] ?? ""}`, eventIds });
    const slot = Math.floor(nowMs / slotMs);
    return {
      key: `${mutedKey}#${rule}`,
      updates: [
        {
          Key: keyOf(mutedKey, rule),
          UpdateExpression: "ADD muted :count SET sinceMs = if_not_exists(sinceMs, :now)",
          ExpressionAttributeValues: { ":count": { N: String(eventIds.length) }, ":now": { N: String(nowMs) } },
        },
      ],
      puts: chunks.map((chunk) => ({ Item: chunkItem(idsKey(slot), chunk, nowMs) })),
      bytes: eventIds.length * bytesOfEventId,
      done() {
        if (kept.known !== undefined) kept.known = { sinceMs: nowMs, ...kept.known };
      },
    };
  }

  return {
    knownMuted: () => kept.known,

    async muted(nowMs) {
      const items = await table.readAll(mutedKey);
      const since = items.map((item) => numberOf(item.sinceMs));
      const sinceMs = since.length === 0 ? undefined : Math.min(...since);
      kept.known = { readAtMs: nowMs, ...(sinceMs === undefined ? {} : { sinceMs }) };
      return {
        byRule: Object.fromEntries(items.map((item) => [item.item?.S ?? "", numberOf(item.muted)])),
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

    async clearMuted(nowMs) {
      for (const item of await table.readAll(mutedKey)) await table.remove(mutedKey, item.item?.S ?? "");
      kept.known = { readAtMs: nowMs };
    },
  };
}
