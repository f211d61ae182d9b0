import type { StateTable } from "./state-table";

/** Leave to make calls of which an account may make few in a second, shared by all invocations. */
export interface LookupSlots {
  /**
   * How long to wait, in milliseconds, until the next call in the account and region may be made; the slot is then taken.
   * Undefined where that is longer than `mostWaitMs`, and nothing is taken. Throws what AWS says.
   */
  take(place: { readonly account: string; readonly region: string }, mostWaitMs: number): Promise<number | undefined>;
}

/** LookupEvents allows two calls a second for an account and region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const betweenCallsMs = 500;

const item = "NEXT";
const keptMs = 3_600_000;
const mostConflicts = 8;

/** Kept in the table that all responders share. `now`: milliseconds since 1970. */
export function lookupSlots(table: StateTable, now: () => number): LookupSlots {
  return {
    async take({ account, region }, mostWaitMs) {
      const key = `LOOKUPS#${account}/${region}`;
      for (let round = 0; round < mostConflicts; round += 1) {
        const kept = await table.read(key, item);
        const nowMs = now();
        const { nextMs = 0 } = (kept?.value ?? {}) as { nextMs?: number };
        const slotMs = Math.max(nowMs, nextMs);
        if (slotMs - nowMs > mostWaitMs) return undefined;
        const taken = { nextMs: slotMs + betweenCallsMs };
        if (await table.write(key, item, taken, kept?.version ?? 0, slotMs + keptMs)) return slotMs - nowMs;
      }
      return undefined;
    },
  };
}
