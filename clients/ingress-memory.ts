import { shortDigest } from "../core/short-digest";
import type { Kept, StateTable } from "./state-table";
import { warmItems } from "./warm-items";

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
  /** Ids of the records of earlier looks that people are still to be told of; absent where there are none. */
  readonly owed?: readonly string[] | undefined;
}

/** What `revoke-open-ingress` remembers beside its records. Methods throw what AWS says. */
export interface IngressMemory {
  /** By what makes two rules the same one. */
  returns(fingerprint: string): Promise<Returns>;
  /** Notes that this rule is about to be taken away. Noting it twice counts once. */
  noteRevoked(fingerprint: string, ruleId: string, atMs: number): Promise<void>;
  noteTicket(fingerprint: string, ruleId: string, atMs: number): Promise<void>;
  /** What this container has read or written itself within the hour: others may have written since. */
  seenRegion(account: string, region: string, nowMs: number): SweptRegion | undefined;
  /** As the table has it; undefined where nobody has looked yet. */
  region(account: string, region: string, nowMs: number): Promise<SweptRegion | undefined>;
  /** Writes what has changed since it was read or written here, and nothing else. */
  saveRegion(account: string, region: string, swept: SweptRegion, nowMs: number): Promise<void>;
}

const stateItem = "STATE";

/** A rule that has not come back for so long starts anew. */
const returnsKeptMs = 30 * 86_400_000;

/** DynamoDB takes items of at most 400 KB; no region has more open rules by far. */
const mostKnown = 10_000;

/** Tries to write what others write, too. */
const mostConflicts = 6;

/** How long a container goes by what it has seen of a region itself, where nothing in it looks new. */
const regionTrustedMs = 3_600_000;

/** The memory in the table of actions, made once per container, which then need not read what it has written itself. */
export function ingressMemory(table: StateTable): IngressMemory {
  const items = warmItems(table);
  const seenRegions = new Map<string, SeenRegion>();
  const regionKey = (account: string) => `INGRESS#${account}`;
  const regionName = (account: string, region: string) => `${account} ${region}`;

  const returnsKey = (fingerprint: string) => `RETURNS#${shortDigest(fingerprint, "hex", 32)}`;

  function changeReturns(fingerprint: string, atMs: number, next: (returns: Returns) => Returns): Promise<unknown> {
    const changed = (known: Returns = noReturns) => next(known);
    return items.change(returnsKey(fingerprint), stateItem, changed, {
      nowMs: atMs,
      expiresAtMs: atMs + returnsKeptMs,
    });
  }

  return {
    async returns(fingerprint) {
      return returnsIn((await table.read(returnsKey(fingerprint), stateItem))?.value);
    },
    async noteRevoked(fingerprint, ruleId, atMs) {
      await changeReturns(fingerprint, atMs, (returns) => {
        const earlier = returns.revoked.filter((one) => one.ruleId !== ruleId && atMs - one.atMs < returnsKeptMs);
        return { ...returns, revoked: [...earlier, { ruleId, atMs }] };
      });
    },
    async noteTicket(fingerprint, ruleId, atMs) {
      await changeReturns(fingerprint, atMs, (returns) => ({ ...returns, ticketFor: ruleId }));
    },
    seenRegion(account, region, nowMs) {
      const seen = seenRegions.get(regionName(account, region));
      return seen !== undefined && nowMs - seen.atMs < regionTrustedMs ? seen.value : undefined;
    },
    async region(account, region, nowMs) {
      const kept = (await table.read(regionKey(account), region)) as Kept<SweptRegion> | undefined;
      if (kept !== undefined) seenRegions.set(regionName(account, region), { ...kept, atMs: nowMs });
      return kept?.value;
    },
    async saveRegion(account, region, swept, nowMs) {
      const [key, name] = [regionKey(account), regionName(account, region)];
      let value: SweptRegion = { ...swept, known: swept.known?.slice(0, mostKnown) };
      const seen = seenRegions.get(name);
      if (seen !== undefined && JSON.stringify(inOrder(seen.value)) === JSON.stringify(inOrder(value))) return;
      let version = seen?.version ?? 0;
      for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
        if (await table.write(key, region, value, version)) {
          seenRegions.set(name, { value, version: version + 1, atMs: nowMs });
          return;
        }
        const others = (await table.read(key, region)) as Kept<SweptRegion> | undefined;
        version = others?.version ?? 0;
        // What is told meanwhile is left out by the next look; what is forgotten is never told.
        const owed = [...new Set([...(others?.value.owed ?? []), ...(value.owed ?? [])])];
        if (owed.length > 0) value = { ...value, owed };
      }
      throw new Error(`${region} was written by others ${mostConflicts} times`);
    },
  };
}

interface SeenRegion extends Kept<SweptRegion> {
  /** When the table held just this. */
  readonly atMs: number;
}

function inOrder({ known, missed, missedTold, owed }: SweptRegion): SweptRegion {
  return { ...(known === undefined ? {} : { known: [...known].sort() }), missed, missedTold, owed };
}

const noReturns: Returns = Object.freeze({ revoked: Object.freeze([]) });

function returnsIn(value: unknown): Returns {
  return (value ?? noReturns) as Returns;
}
