import { chunkItem, eventIdsIn, splitChunk } from "./event-id-chunks";
import type { DenialTable } from "./table";
import { keyOf, numberOf } from "./table";

/** What the daily digest has to say: how many events each mute took since the last one. */
export interface MutedCounts {
  readonly byRule: Readonly<Record<string, number>>;
  readonly sinceMs?: number;
}

export interface MutedCounter {
  muted(): Promise<MutedCounts>;
  /** Counts what a mute took, and returns those event ids that it had not taken yet: a delivery may come in several envelopes. */
  addMuted(rule: string, eventIds: readonly string[], nowMs: number): Promise<readonly string[]>;
  clearMuted(): Promise<void>;
}

const mutedKey = "MUTED";

/** Muted events come in any number, so their ids are looked for among those of the last ten to twenty minutes only. */
const slotMs = 600_000;

export function mutedCounter(table: DenialTable): MutedCounter {
  const idsKey = (slot: number) => `MUTED_IDS#${slot}`;
  const idsIn = async (slot: number) => (await table.readAll(idsKey(slot))).flatMap(eventIdsIn);
  return {
    async muted() {
      const items = await table.readAll(mutedKey);
      const since = items.map((item) => numberOf(item.sinceMs));
      return {
        byRule: Object.fromEntries(items.map((item) => [item.item?.S ?? "", numberOf(item.muted)])),
        ...(since.length === 0 ? {} : { sinceMs: Math.min(...since) }),
      };
    },

    async addMuted(rule, eventIds, nowMs) {
      const slot = Math.floor(nowMs / slotMs);
      const seen = new Set((await Promise.all([idsIn(slot - 1), idsIn(slot)])).flat());
      const fresh = eventIds.filter((id) => !seen.has(id));
      for (const chunk of splitChunk({ name: `${rule}#${fresh[0] ?? ""}`, eventIds: fresh })) {
        const update = {
          Key: keyOf(mutedKey, rule),
          UpdateExpression: "ADD muted :count SET sinceMs = if_not_exists(sinceMs, :now)",
          ExpressionAttributeValues: { ":count": { N: String(chunk.eventIds.length) }, ":now": { N: String(nowMs) } },
        };
        const isCounted = await table.write({ update, puts: [{ Item: chunkItem(idsKey(slot), chunk, nowMs) }] });
        if (!isCounted) throw new Error(`what the mute ${rule} took was being counted by another invocation`);
      }
      return fresh;
    },

    async clearMuted() {
      for (const item of await table.readAll(mutedKey)) await table.remove(mutedKey, item.item?.S ?? "");
    },
  };
}
