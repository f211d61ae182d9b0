import type { DenialStore, LoadedLedger } from "../../clients/denial-store";
import { splitChunk } from "../../clients/denial-store";
import { causeKey, principalKey, spreadKey } from "../../core/denials/cause";
import type { Group } from "../../core/denials/group";
import { asTold } from "../../core/denials/group";
import type { Gathering, GatheringRules, Ledger, NotedDenial } from "../../core/denials/ledger";
import { gatherForPrincipal, gatherIntoOne, noteAccounts } from "../../core/denials/ledger";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import { logGathered } from "./audit";
import type { Teller } from "./teller";

/** Gaps between tries where another invocation writes the same ledger are made by the calls themselves. */
const mostConflicts = 8;

const ownWindowMs = 3_600_000;

export interface GathererParts {
  readonly store: DenialStore;
  readonly teller: Teller;
  readonly rules: GatheringRules;
}

type Gather = (ledger: Ledger, denials: readonly NotedDenial[]) => Gathering;

/**
 * Brings all that a delivery holds into its ledgers and tells of what is new. Goes on after a failure of the channel and
 * returns the failures: what failed is left out of the ledgers, so that Lambda's retry finds it new again.
 */
export async function gatherDelivery(
  sorted: SortedDelivery,
  parts: GathererParts,
  nowMs: number,
): Promise<readonly Error[]> {
  const { rules } = parts;
  const failures: Error[] = [];
  const run = async (key: string, denials: readonly NotedDenial[], gather: Gather) => {
    try {
      await gatherIntoLedger(key, denials, gather, parts, nowMs);
    } catch (error) {
      failures.push(error as Error);
    }
  };
  const { spread, alone } = await sortSpread(sorted.denials, parts, nowMs);
  for (const [key, denials] of spread) {
    await run(key, denials, (ledger, fresh) => gatherIntoOne(ledger, "spread", fresh, nowMs, rules));
  }
  for (const [key, denials] of byKey(alone, (noted) => `PRINCIPAL#${principalKey(noted.denial)}`)) {
    await run(key, denials, (ledger, fresh) => gatherForPrincipal(ledger, fresh, nowMs, rules));
  }
  if (sorted.own.length > 0) {
    const hourly = { ...rules, windowMs: ownWindowMs, gatheredDueMs: (group: Group) => group.closesAtMs };
    await run("SELF", sorted.own, (ledger, fresh) => gatherIntoOne(ledger, "self", fresh, nowMs, hourly));
  }
  if (sorted.unreadable.length > 0) {
    await run("UNREADABLE", sorted.unreadable, (ledger, fresh) =>
      gatherIntoOne(ledger, "unreadable", fresh, nowMs, rules),
    );
  }
  return failures;
}

async function gatherIntoLedger(
  key: string,
  denials: readonly NotedDenial[],
  gather: Gather,
  { store, teller }: GathererParts,
  nowMs: number,
): Promise<void> {
  /** What this very invocation has told of, and where, for another round after a conflict. */
  const told = new Map<string, Group["message"]>();
  for (let round = 0; round < mostConflicts; round += 1) {
    const loaded = await store.load(key);
    const fresh = denials.filter(({ denial }) => !loaded.seenEventIds.has(denial.eventId));
    if (fresh.length === 0) return;
    const gathering = gather(loaded.ledger, fresh);
    const { ledger, chunks } = withChunks(
      gathering,
      fresh.map(({ denial }) => denial.eventId),
    );
    const groups: Group[] = [];
    for (const group of ledger.groups) {
      const added = chunks.filter((chunk) => chunk.group === group.id);
      const tellNow = gathering.tellNow.includes(group.id);
      try {
        groups.push(await tellOf(group, tellNow, added, loaded, teller, told, nowMs));
      } catch (error) {
        // Once one message of this ledger is out, failing would have it told again: the schedule takes over the rest.
        if (told.size === 0) throw error;
        groups.push({ ...group, dueAtMs: nowMs, failedAttempts: group.failedAttempts + 1 });
      }
    }
    if (await store.save({ ...ledger, groups }, chunks, nowMs)) {
      for (const group of groups) logGathered(gatheredEventIds(group, chunks), { incident: group.id });
      return;
    }
  }
  throw new Error(`the ledger ${key} was written by others ${mostConflicts} times`);
}

interface AddedChunk {
  readonly group: string;
  readonly name: string;
  readonly eventIds: readonly string[];
}

/** Gives each group the names of the id lists that are to be stored with it. The first id makes the names unique. */
function withChunks(gathering: Gathering, freshIds: readonly string[]): { ledger: Ledger; chunks: AddedChunk[] } {
  const chunks: AddedChunk[] = [];
  const groups = gathering.ledger.groups.map((group) => {
    const eventIds = gathering.addedEventIds[group.id] ?? [];
    if (eventIds.length === 0) return group;
    const parts = splitChunk({ name: `${group.id}#${eventIds[0] ?? freshIds[0] ?? ""}`, eventIds });
    chunks.push(...parts.map((part) => ({ ...part, group: group.id })));
    return { ...group, pendingChunks: [...group.pendingChunks, ...parts.map(({ name }) => name)] };
  });
  return { ledger: { ...gathering.ledger, groups }, chunks };
}

async function tellOf(
  group: Group,
  tellNow: boolean,
  added: readonly AddedChunk[],
  loaded: LoadedLedger,
  teller: Teller,
  told: Map<string, Group["message"]>,
  nowMs: number,
): Promise<Group> {
  if (added.length === 0 || group.pendingCount === 0) return group;
  const addedIds = added.flatMap((chunk) => chunk.eventIds);
  if (addedIds.every((id) => told.has(id))) {
    const names = added.map((chunk) => chunk.name);
    return asTold(group, { chunks: names, count: addedIds.length, message: told.get(addedIds[0] ?? "") });
  }
  if (!tellNow) return group;
  const eventIds = pendingEventIds(group, added, loaded);
  const posted = await teller.post({ group, eventIds }, nowMs);
  if (posted === undefined) return { ...group, rollUp: true, dueAtMs: await teller.nextRollUpMs(nowMs) };
  for (const id of addedIds) told.set(id, posted.message);
  return asTold(group, { chunks: group.pendingChunks, count: group.pendingCount, message: posted.message });
}

/** Of the ids that this invocation adds, those that a later message has to carry. */
function gatheredEventIds(group: Group, added: readonly AddedChunk[]): string[] {
  return added.filter(({ name }) => group.pendingChunks.includes(name)).flatMap((chunk) => chunk.eventIds);
}

/** The ids that no message has carried yet: stored ones, and the ones that this invocation adds. */
function pendingEventIds(group: Group, added: readonly AddedChunk[], loaded: LoadedLedger): string[] {
  return group.pendingChunks.flatMap((name) => [
    ...(added.find((chunk) => chunk.name === name)?.eventIds ?? loaded.chunk(name)),
  ]);
}

/** Splits off what is denied alike in many accounts. Only causes that no open group has yet are looked at. */
async function sortSpread(
  denials: readonly NotedDenial[],
  { store, rules }: GathererParts,
  nowMs: number,
): Promise<{ spread: Map<string, NotedDenial[]>; alone: NotedDenial[] }> {
  const alone: NotedDenial[] = [];
  const candidates: NotedDenial[] = [];
  for (const [key, ofPrincipal] of byKey(denials, (noted) => `PRINCIPAL#${principalKey(noted.denial)}`)) {
    const distinct = new Set(ofPrincipal.map(({ denial }) => causeKey(denial)));
    const { ledger } = await store.load(key);
    const open = new Set(ledger.groups.filter((group) => group.closesAtMs > nowMs).map((group) => group.key));
    const enumerating = open.has("enumeration") || distinct.size + open.size > 2;
    for (const noted of ofPrincipal) {
      (enumerating || open.has(causeKey(noted.denial)) ? alone : candidates).push(noted);
    }
  }
  const spread = new Map<string, NotedDenial[]>();
  for (const [key, alike] of byKey(candidates, (noted) => `SPREAD#${spreadKey(noted.denial)}`)) {
    if (await isSpread(key, alike, store, rules.windowMs, nowMs)) spread.set(key, alike);
    else alone.push(...alike);
  }
  return { spread, alone };
}

async function isSpread(
  key: string,
  alike: readonly NotedDenial[],
  store: DenialStore,
  windowMs: number,
  nowMs: number,
): Promise<boolean> {
  const accounts = [...new Set(alike.map(({ denial }) => denial.account))];
  for (let round = 0; round < mostConflicts; round += 1) {
    const { ledger } = await store.load(key);
    const noted = noteAccounts(ledger, accounts, nowMs, windowMs);
    if (await store.save(noted.ledger, [], nowMs)) return noted.spread;
  }
  return false;
}

function byKey(denials: readonly NotedDenial[], keyOf: (noted: NotedDenial) => string): Map<string, NotedDenial[]> {
  const groups = new Map<string, NotedDenial[]>();
  for (const noted of denials) {
    const key = keyOf(noted);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [noted]);
    else group.push(noted);
  }
  return groups;
}
