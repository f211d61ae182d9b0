import type { KeyHistory } from "../../clients/key-history";
import type { OriginCheck } from "../../core/keys/country-check";
import { quoted, useLines, useOf } from "../../core/keys/impact";

/** What a key did in the last day, for people, and whether it was in good use a moment ago. */
export interface RecentUse {
  readonly lines: readonly string[];
  /** Newest good call within `quietForMs`; "unknown" where not all of that time, or not the key's own account, could be looked at. */
  readonly quiet: "quiet" | "in-use" | "unknown";
}

/** What was found, read for the account that the key turns out to be of. Never throws. */
export type UseInAccount = (account: string | undefined, ownAccount: string | undefined) => Promise<RecentUse>;

const lookedAtHours = 24;
const hourMs = 3_600_000;

/** Looks into the trail's log group. Never throws: what people are told does not wait for it. */
export async function recentUse(
  key: { readonly accessKeyId: string; readonly region?: string | undefined },
  history: KeyHistory,
  check: OriginCheck,
  quietForMs: number,
  nowMs: number,
): Promise<UseInAccount> {
  const quietFromMs = nowMs - quietForMs;
  const dayFromMs = nowMs - lookedAtHours * hourMs;
  try {
    // Apart, because answers come oldest first and the last minutes are what must not be cut off.
    const moment = await history.read(key.accessKeyId, quietFromMs, nowMs, key.region);
    const inUse = useOf(moment.records, check).lastGoodAtMs !== undefined;
    const quiet = inUse ? "in-use" : moment.truncated ? "unknown" : "quiet";
    const day = await beforeMoment(key, history, dayFromMs, quietFromMs - 1);
    const records = [...(day?.records ?? []), ...moment.records];
    const truncated = moment.truncated || day === undefined || day.truncated;
    const use = { lines: useLines({ use: useOf(records, check), truncated, hours: lookedAtHours }), quiet } as const;
    return async (account, ownAccount) => {
      if (account === undefined || account === ownAccount) return use;
      const isCovered = await attempt(() => history.covers(account, records, dayFromMs, nowMs));
      return isCovered === true ? use : elsewhere(use, account, records.length > 0);
    };
  } catch {
    const use = { lines: ["What the key did lately could not be looked up"], quiet: "unknown" } as const;
    return () => Promise.resolve(use);
  }
}

/** Silence of a trail that may not record an account at all is no sign that a key of it is not in use. */
function elsewhere({ lines, quiet }: RecentUse, account: string, isFound: boolean): RecentUse {
  const unseen = `What the key did in its account ${quoted(account)} could not be looked up: no call there is found in the trail`;
  return { lines: [...(isFound ? lines : []), unseen], quiet: quiet === "quiet" ? "unknown" : quiet };
}

async function beforeMoment(
  { accessKeyId, region }: Parameters<typeof recentUse>[0],
  history: KeyHistory,
  fromMs: number,
  toMs: number,
) {
  if (toMs < fromMs) return { records: [], truncated: false };
  return attempt(() => history.read(accessKeyId, fromMs, toMs, region));
}

async function attempt<Answer>(look: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await look();
  } catch {
    return undefined;
  }
}
