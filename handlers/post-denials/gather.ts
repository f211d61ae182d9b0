import type { DenialStore } from "../../clients/denial-store";
import { splitChunk } from "../../clients/denials/event-id-chunks";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import { principalKey } from "../../core/denials/cause";
import type { Group } from "../../core/denials/group";
import { asTold } from "../../core/denials/group";
import type { Gathering, GatheringRules, Ledger, NotedDenial } from "../../core/denials/ledger";
import { gatherForPrincipal, gatherIntoOne, withoutClosed } from "../../core/denials/ledger";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import type { Turns } from "./at-once";
import { someAtOnce, turns } from "./at-once";
import { logGathered } from "./audit";
import type { LedgerWork } from "./spread";
import { byKey, sortSpread } from "./spread";
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

interface Work extends LedgerWork {
  readonly gather: Gather;
}

/**
 * Brings all that a delivery holds into its ledgers and tells of what is new. Goes on after a failure of the channel and
 * returns the failures: what failed is left out of the ledgers, so that Lambda's retry finds it new again.
 */
export async function gatherDelivery(
  sorted: SortedDelivery,
  parts: GathererParts,
  nowMs: number,
): Promise<readonly Error[]> {
  const failures: Error[] = [];
  const inTurn = turns();
  await someAtOnce(await workOf(sorted, parts, nowMs), async (work) => {
    try {
      await gatherIntoLedger(work, parts, inTurn, nowMs);
    } catch (error) {
      failures.push(error as Error);
    }
  });
  await parts.teller.settled();
  return failures;
}

/** What there is to do, each ledger with what it held when the delivery came. */
async function workOf(sorted: SortedDelivery, { store, teller, rules }: GathererParts, nowMs: number): Promise<Work[]> {
  const hourly = { ...rules, windowMs: ownWindowMs, gatheredDueMs: (group: Group) => group.closesAtMs };
  const single = [
    { key: "SELF", denials: sorted.own, kind: "self" as const, kindRules: hourly },
    { key: "UNREADABLE", denials: sorted.unreadable, kind: "unreadable" as const, kindRules: rules },
  ].filter(({ denials }) => denials.length > 0);
  const ofPrincipals = byKey(sorted.denials, ({ denial }) => `PRINCIPAL#${principalKey(denial)}`);
  const keys = [...ofPrincipals.keys(), ...single.map(({ key }) => key)];
  const loaded = await someAtOnce(keys, (key) => store.load(key));
  const ledgers = new Map(loaded.map((one) => [one.ledger.key, one]));
  const withLedger = (key: string, denials: readonly NotedDenial[]): LedgerWork[] => {
    const ledger = ledgers.get(key);
    return ledger === undefined ? [] : [{ key, denials, loaded: ledger }];
  };

  const gatherFor: Gather = (ledger, fresh) => gatherForPrincipal(ledger, fresh, nowMs, rules);
  const principals = [...ofPrincipals].flatMap(([key, denials]) => withLedger(key, denials));
  // A principal's first cause is told of at once.
  const isToTell = ({ denials, loaded: { ledger, seenEventIds } }: LedgerWork) =>
    withoutClosed(ledger, nowMs).groups.length === 0 && denials.some(({ denial }) => !seenEventIds.has(denial.eventId));
  if (principals.some(isToTell)) teller.prepare(nowMs);
  const { spread, alone } = await sortSpread(principals, store, rules.windowMs, nowMs);
  const intoOne =
    (kind: "spread" | "self" | "unreadable", kindRules: GatheringRules): Gather =>
    (ledger, fresh) =>
      gatherIntoOne(ledger, kind, fresh, nowMs, kindRules);
  return [
    ...spread.map((work) => ({ ...work, gather: intoOne("spread", rules) })),
    ...alone.map((work) => ({ ...work, gather: gatherFor })),
    ...single.flatMap(({ key, denials, kind, kindRules }) =>
      withLedger(key, denials).map((work) => ({ ...work, gather: intoOne(kind, kindRules) })),
    ),
  ];
}

/** What this very invocation has told of, by event id, and where: for another round after a conflict. */
type Told = Map<string, Group["message"]>;

async function gatherIntoLedger(work: Work, parts: GathererParts, inTurn: Turns, nowMs: number): Promise<void> {
  const told: Told = new Map();
  for (let round = 0; round < mostConflicts; round += 1) {
    const plan = planOf(work, round === 0 ? work.loaded : await parts.store.load(work.key));
    const tells = plan.gathering.tellNow.length > 0 && (await parts.teller.isWithinBudget(nowMs));
    const isDone = await (tells
      ? inTurn(async (isFirst) =>
          // What was read before others were told of may be old: another invocation may have told of it meanwhile.
          carryOut(isFirst ? plan : planOf(work, await parts.store.load(work.key)), told, parts, nowMs),
        )
      : carryOut(plan, told, parts, nowMs));
    if (isDone) return;
  }
  throw new Error(`the ledger ${work.key} was written by others ${mostConflicts} times`);
}

interface AddedChunk {
  readonly group: string;
  readonly name: string;
  readonly eventIds: readonly string[];
}

/** What a ledger is to become. */
interface Plan {
  readonly loaded: LoadedLedger;
  readonly gathering: Gathering;
  readonly chunks: readonly AddedChunk[];
}

function planOf({ denials, gather }: Work, loaded: LoadedLedger): Plan {
  const fresh = denials.filter(({ denial }) => !loaded.seenEventIds.has(denial.eventId));
  if (fresh.length === 0) {
    return { loaded, gathering: { ledger: loaded.ledger, tellNow: [], addedEventIds: {} }, chunks: [] };
  }
  const gathering = gather(loaded.ledger, fresh);
  const { ledger, chunks } = withChunks(gathering);
  return { loaded, gathering: { ...gathering, ledger }, chunks };
}

/** Gives each group the names of the id lists that are to be stored with it. The first id makes the names unique. */
function withChunks(gathering: Gathering): { ledger: Ledger; chunks: AddedChunk[] } {
  const chunks: AddedChunk[] = [];
  const groups = gathering.ledger.groups.map((group) => {
    const eventIds = gathering.addedEventIds[group.id] ?? [];
    if (eventIds.length === 0) return group;
    const parts = splitChunk({ name: `${group.id}#${eventIds[0] ?? ""}`, eventIds });
    chunks.push(...parts.map((part) => ({ ...part, group: group.id })));
    return { ...group, pendingChunks: [...group.pendingChunks, ...parts.map(({ name }) => name)] };
  });
  return { ledger: { ...gathering.ledger, groups }, chunks };
}

/** Tells and writes; false where another invocation has written the ledger meanwhile. */
async function carryOut(plan: Plan, told: Told, { store, teller }: GathererParts, nowMs: number): Promise<boolean> {
  const { loaded, gathering, chunks } = plan;
  if (chunks.length === 0) return true;
  const groups: Group[] = [];
  for (const group of gathering.ledger.groups) {
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
  if (!(await store.save({ ...gathering.ledger, groups }, chunks, nowMs))) return false;
  for (const group of groups) logGathered(gatheredEventIds(group, chunks), { incident: group.id });
  return true;
}

async function tellOf(
  group: Group,
  tellNow: boolean,
  added: readonly AddedChunk[],
  loaded: LoadedLedger,
  teller: Teller,
  told: Told,
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
