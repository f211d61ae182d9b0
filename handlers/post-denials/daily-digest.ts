import type { DenialStore } from "../../clients/denial-store";
import { digestMessage } from "../../core/slack/summary";
import { log } from "./audit";
import type { Teller } from "./teller";

/** Hour of the day, in UTC, from which the daily digest goes out. */
const digestHourUtc = 8;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** When the digest of counts gathered since `sinceMs` is due: the next digest hour after it. */
export function digestDueMs(sinceMs: number): number {
  const today = Math.floor(sinceMs / dayMs) * dayMs + digestHourUtc * hourMs;
  return today > sinceMs ? today : today + dayMs;
}

/**
 * Once a day: how many events each mute took, and how many calls had a masked address. Says nothing where there are none.
 * Reads the counts only when a digest may be due, whatever other containers have counted meanwhile. Returns when the next is
 * due, if one is as far as this container knows.
 */
export async function sendDailyDigest(store: DenialStore, teller: Teller, nowMs: number): Promise<number | undefined> {
  const known = store.knownMuted();
  if (known !== undefined && known.readAtMs <= nowMs && nowMs < digestDueMs(known.sinceMs ?? known.readAtMs)) {
    return known.sinceMs === undefined ? undefined : digestDueMs(known.sinceMs);
  }
  const { byRule, masked, sinceMs } = await store.muted(nowMs);
  if (sinceMs === undefined) return undefined;
  const dueMs = digestDueMs(sinceMs);
  if (nowMs < dueMs) return dueMs;
  const mutedByRule = Object.entries(byRule).map(([rule, count]) => ({ rule, count }));
  const about = [...(mutedByRule.length === 0 ? [] : ["muted denials"]), ...(masked === 0 ? [] : ["masked addresses"])];
  const title = `Daily digest: ${about.join(" and ")} since ${new Date(sinceMs).toISOString().slice(0, 10)}`;
  try {
    await teller.say(digestMessage([], { title, mutedByRule, masked }), nowMs);
  } catch (error) {
    log("not-posted", { why: (error as Error).message, digest: title });
    return nowMs;
  }
  await store.clearMuted(nowMs);
  return undefined;
}
