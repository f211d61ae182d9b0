import type { KeyHistory } from "../../clients/key-history";
import type { OriginCheck } from "../../core/keys/country-check";
import { useLines, useOf } from "../../core/keys/impact";

/** What a key did in the last day, for people, and whether it was in good use a moment ago. */
export interface RecentUse {
  readonly lines: readonly string[];
  /** Newest good call within `quietForMs`; "unknown" where not all of that time could be looked at. */
  readonly quiet: "quiet" | "in-use" | "unknown";
}

const lookedAtHours = 24;
const hourMs = 3_600_000;

/** Looks into the trail's log group. Never throws: what people are told does not wait for it. */
export async function recentUse(
  key: { readonly accessKeyId: string; readonly region?: string | undefined },
  history: KeyHistory,
  check: OriginCheck,
  quietForMs: number,
  nowMs: number,
): Promise<RecentUse> {
  const quietFromMs = nowMs - quietForMs;
  try {
    // Apart, because answers come oldest first and the last minutes are what must not be cut off.
    const moment = await history.read(key.accessKeyId, quietFromMs, nowMs, key.region);
    const inUse = useOf(moment.records, check).lastGoodAtMs !== undefined;
    const quiet = inUse ? "in-use" : moment.truncated ? "unknown" : "quiet";
    const day = await beforeMoment(key, history, nowMs - lookedAtHours * hourMs, quietFromMs - 1);
    const use = useOf([...(day?.records ?? []), ...moment.records], check);
    const truncated = moment.truncated || day === undefined || day.truncated;
    return { lines: useLines({ use, truncated, hours: lookedAtHours }), quiet };
  } catch {
    return { lines: ["What the key did lately could not be looked up"], quiet: "unknown" };
  }
}

async function beforeMoment(
  { accessKeyId, region }: Parameters<typeof recentUse>[0],
  history: KeyHistory,
  fromMs: number,
  toMs: number,
) {
  if (toMs < fromMs) return { records: [], truncated: false };
  try {
    return await history.read(accessKeyId, fromMs, toMs, region);
  } catch {
    return undefined;
  }
}
