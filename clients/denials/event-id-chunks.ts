import { packEventIds, unpackEventIds } from "../../core/denials/event-ids";
import type { Item } from "./table";
import { keyOf, secondsAfter } from "./table";

/** A list of event ids to store beside a ledger. */
export interface EventIdChunk {
  readonly name: string;
  readonly eventIds: readonly string[];
}

const chunkPrefix = "IDS#";

/** How long ids and ledgers are remembered beyond their window: a late retry of CloudWatch Logs comes within a day. */
export const rememberedMs = 86_400_000;

/** DynamoDB takes items of at most 400 KB; a UUID takes 16 bytes, any other id up to some hundred. */
const mostEventIdsInChunk = 5_000;

/** Splits a list of event ids so that each part fits into one item. */
export function splitChunk(chunk: EventIdChunk): EventIdChunk[] {
  const parts: EventIdChunk[] = [];
  for (let from = 0; from < chunk.eventIds.length; from += mostEventIdsInChunk) {
    const eventIds = chunk.eventIds.slice(from, from + mostEventIdsInChunk);
    parts.push({ name: from === 0 ? chunk.name : `${chunk.name}.${from / mostEventIdsInChunk}`, eventIds });
  }
  return parts;
}

export function chunkItem(key: string, chunk: EventIdChunk, rememberedFromMs: number): Item {
  const packed = packEventIds(chunk.eventIds);
  return {
    ...keyOf(key, chunkPrefix + chunk.name),
    uuids: { B: packed.uuids },
    others: { S: JSON.stringify(packed.others) },
    expiresAt: secondsAfter(rememberedFromMs, rememberedMs),
  };
}

/** Name of the list that the item holds; undefined for any other item. */
export function chunkNameOf(item: Item): string | undefined {
  const name = item.item?.S ?? "";
  return name.startsWith(chunkPrefix) ? name.slice(chunkPrefix.length) : undefined;
}

export function eventIdsIn(item: Item): string[] {
  return unpackEventIds({
    uuids: item.uuids?.B ?? new Uint8Array(),
    others: JSON.parse(item.others?.S ?? "[]") as string[],
  });
}
