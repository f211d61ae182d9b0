import { createHash } from "node:crypto";

import type { StateTable } from "./state-table";

/** How often one rule was taken away and came back. */
export interface Returns {
  /** One for each time that it was taken away; ids are never used again. */
  readonly revoked: readonly { readonly ruleId: string; readonly atMs: number }[];
  /** Id of the rule that a ticket was asked for. */
  readonly ticketFor?: string | undefined;
}

/** What is remembered of looking through a region. */
export interface SweptRegion {
  /** Ids of the open rules that people know of; absent where the region was never seen. */
  readonly known?: readonly string[] | undefined;
  /** How many times in a row it could not be seen, and whether people were told. */
  readonly missed: number;
  readonly missedTold?: boolean | undefined;
}

/** What `revoke-open-ingress` remembers beside its records. Methods throw what AWS says. */
export interface IngressMemory {
  /** By what makes two rules the same one. */
  returns(fingerprint: string): Promise<Returns>;
  /** Notes that this rule is about to be taken away. Noting it twice counts once. */
  noteRevoked(fingerprint: string, ruleId: string, atMs: number): Promise<void>;
  noteTicket(fingerprint: string, ruleId: string, atMs: number): Promise<void>;
  /** Undefined where nobody has looked yet. */
  region(account: string, region: string): Promise<SweptRegion | undefined>;
  saveRegion(account: string, region: string, swept: SweptRegion): Promise<void>;
}

const stateItem = "STATE";

/** A rule that has not come back for so long starts anew. */
const returnsKeptMs = 30 * 86_400_000;

/** DynamoDB takes items of at most 400 KB; no region has more open rules by far. */
const mostKnown = 10_000;

/** Tries to write what others write, too. */
const mostConflicts = 6;

/** The memory in the table of actions. */
export function ingressMemory(table: StateTable): IngressMemory {
  const returnsKey = (fingerprint: string) =>
    `RETURNS#${createHash("sha256").update(fingerprint).digest("hex").slice(0, 32)}`;

  async function change(key: string, item: string, next: (value: unknown) => unknown, expiresAtMs?: number) {
    for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
      const kept = await table.read(key, item);
      if (await table.write(key, item, next(kept?.value), kept?.version ?? 0, expiresAtMs)) return;
    }
    throw new Error(`${item} was written by others ${mostConflicts} times`);
  }

  function changeReturns(fingerprint: string, atMs: number, next: (returns: Returns) => Returns): Promise<void> {
    const key = returnsKey(fingerprint);
    return change(key, stateItem, (value) => next(returnsIn(value)), atMs + returnsKeptMs);
  }

  return {
    async returns(fingerprint) {
      return returnsIn((await table.read(returnsKey(fingerprint), stateItem))?.value);
    },
    noteRevoked: (fingerprint, ruleId, atMs) =>
      changeReturns(fingerprint, atMs, (returns) => {
        const earlier = returns.revoked.filter((one) => one.ruleId !== ruleId && atMs - one.atMs < returnsKeptMs);
        return { ...returns, revoked: [...earlier, { ruleId, atMs }] };
      }),
    noteTicket: (fingerprint, ruleId, atMs) =>
      changeReturns(fingerprint, atMs, (returns) => ({ ...returns, ticketFor: ruleId })),
    async region(account, region) {
      return (await table.read(`INGRESS#${account}`, region))?.value as SweptRegion | undefined;
    },
    saveRegion: (account, region, swept) =>
      change(`INGRESS#${account}`, region, () => ({ ...swept, known: swept.known?.slice(0, mostKnown) })),
  };
}

function returnsIn(value: unknown): Returns {
  return (value ?? { revoked: [] }) as Returns;
}
