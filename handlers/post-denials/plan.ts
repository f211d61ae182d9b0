import { splitChunk } from "../../clients/denials/event-id-chunks";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import type { Group } from "../../core/denials/group";
import { asTold } from "../../core/denials/group";
import type { Gathering, Ledger, NotedDenial } from "../../core/denials/ledger";
import type { LedgerWork } from "./spread";

/** Denials of a delivery with the way in which their ledger gathers. */
export interface Work extends LedgerWork {
  readonly gather: (ledger: Ledger, denials: readonly NotedDenial[]) => Gathering;
}

/** A list of event ids that is to be stored with a group. */
interface AddedChunk {
  readonly group: string;
  readonly name: string;
  /** All that it holds: those that are new, and those of the stored lists that it takes the place of. */
  readonly eventIds: readonly string[];
  readonly newEventIds: readonly string[];
}

/**
 * A ledger names each list in some eighty bytes, of at most 400 KB: a window of a day may bring one with each of six thousand
 * deliveries.
 */
const mostPendingChunks = 256;

/** A list of so many ids is not made longer: it is written as a whole. */
const mostJoinedEventIds = 2_000;

/** What a ledger is to become. */
export interface Plan {
  readonly work: Work;
  readonly gathering: Gathering;
  /** None where all of it has been seen before: then nothing is to be done. */
  readonly chunks: readonly AddedChunk[];
  /** Of what is new, how many calls came without the address that they were made from, because it was masked. */
  readonly maskedCount: number;
}

/** What this very invocation has told of, by event id, and where: for another round after a conflict. */
export type Told = Map<string, Group["message"]>;

/** `told`: what an earlier round of this invocation has told of. */
export function planOf(work: Work, told: Told = new Map()): Plan {
  const { denials, gather, loaded } = work;
  const fresh = denials.filter(({ denial }) => !loaded.seenEventIds.has(denial.eventId));
  if (fresh.length === 0) {
    const gathering = { ledger: loaded.ledger, tellNow: [], addedEventIds: {} };
    return { work, gathering, chunks: [], maskedCount: 0 };
  }
  const gathering = gather(loaded.ledger, fresh);
  const { ledger, chunks } = withChunks(gathering, loaded, told);
  const maskedCount = fresh.filter(({ denial }) => denial.source.kind === "masked").length;
  return { work, gathering: { ...gathering, ledger }, chunks, maskedCount };
}

/**
 * Gives each group the names of the id lists that are to be stored with it, what was told of apart from what was not. The first new
 * id makes the names unique.
 */
function withChunks(gathering: Gathering, loaded: LoadedLedger, told: Told): { ledger: Ledger; chunks: AddedChunk[] } {
  const chunks: AddedChunk[] = [];
  const groups = gathering.ledger.groups.map((group) => {
    const eventIds = gathering.addedEventIds[group.id] ?? [];
    if (eventIds.length === 0) return group;
    const untold = eventIds.filter((id) => !told.has(id));
    const joined = untold.length === 0 ? [] : joinedLists(group.pendingChunks, loaded, told);
    const added = [
      ...addedChunks(
        group,
        eventIds.filter((id) => told.has(id)),
        [],
      ),
      ...addedChunks(
        group,
        untold,
        joined.flatMap((name) => loaded.chunk(name)),
      ),
    ];
    chunks.push(...added);
    const kept = group.pendingChunks.filter((name) => !joined.includes(name));
    return { ...group, pendingChunks: [...kept, ...added.map(({ name }) => name)] };
  });
  return { ledger: { ...gathering.ledger, groups }, chunks };
}

function addedChunks({ id }: Group, newEventIds: readonly string[], stored: readonly string[]): AddedChunk[] {
  const [first] = newEventIds;
  if (first === undefined) return [];
  const known = new Set(stored);
  return splitChunk({ name: `${id}#${first}`, eventIds: [...stored, ...newEventIds] }).map((part) => ({
    ...part,
    group: id,
    newEventIds: part.eventIds.filter((eventId) => !known.has(eventId)),
  }));
}

/**
 * Of the stored lists of a group that no message has carried yet, those whose ids a new list takes over, because there are too many.
 * What this invocation has told of stays by itself.
 */
function joinedLists(names: readonly string[], loaded: LoadedLedger, told: Told): string[] {
  if (names.length < mostPendingChunks) return [];
  const room = { eventIds: mostJoinedEventIds };
  return names.filter((name) => {
    const eventIds = loaded.chunk(name);
    if (eventIds.length === 0 || eventIds.length > room.eventIds || eventIds.some((id) => told.has(id))) return false;
    room.eventIds -= eventIds.length;
    return true;
  });
}

/** Whether people are to be told of something in it, and have not been. */
export function isToTell({ gathering, chunks }: Plan, told: Told): boolean {
  return gathering.tellNow.some((id) =>
    chunks.some(({ group, eventIds }) => group === id && !eventIds.every((eventId) => told.has(eventId))),
  );
}

/** Tells of a group, or says when it may be told of instead. Throws where the channel fails. */
export type TellGroup = (
  group: Group,
  eventIds: readonly string[],
) => Promise<{ readonly message?: Group["message"] } | { readonly rollUpAtMs: number }>;

/** The ledger as it is to be written, after what is to be told of at once was told, or was told in an earlier round. */
export async function settledLedger(plan: Plan, told: Told, tell: TellGroup, nowMs: number): Promise<Ledger> {
  const groups: Group[] = [];
  for (const group of plan.gathering.ledger.groups) {
    try {
      groups.push(await settledGroup(plan, group, told, tell));
    } catch (error) {
      // Once one message of this ledger is out, failing would have it told again: the schedule takes over the rest.
      if (!isPartlyTold(plan, told)) throw error;
      groups.push({ ...group, dueAtMs: nowMs, failedAttempts: group.failedAttempts + 1 });
    }
  }
  return { ...plan.gathering.ledger, groups };
}

function isPartlyTold({ chunks }: Plan, told: Told): boolean {
  return chunks.some(({ eventIds }) => eventIds.some((id) => told.has(id)));
}

async function settledGroup(plan: Plan, before: Group, told: Told, tell: TellGroup): Promise<Group> {
  const group = withoutTold(plan, before, told);
  const isNew = plan.chunks.some((chunk) => chunk.group === group.id && group.pendingChunks.includes(chunk.name));
  if (!isNew || !plan.gathering.tellNow.includes(group.id)) return group;
  const eventIds = group.pendingChunks.flatMap((name) => idsInChunk(plan, name));
  const said = await tell(group, eventIds);
  if ("rollUpAtMs" in said) return { ...group, rollUp: true, dueAtMs: said.rollUpAtMs };
  for (const id of eventIds) told.set(id, said.message);
  return asTold(group, { chunks: group.pendingChunks, count: group.pendingCount, message: said.message });
}

/** The group without what an earlier round of this invocation has told of, be it new or stored before. */
function withoutTold(plan: Plan, group: Group, told: Told): Group {
  const lists = group.pendingChunks.map((name) => ({ name, eventIds: idsInChunk(plan, name) }));
  const carried = lists.filter(({ eventIds }) => eventIds.length > 0 && eventIds.every((id) => told.has(id)));
  const [first] = carried;
  if (first === undefined) return group;
  return asTold(group, {
    chunks: carried.map(({ name }) => name),
    count: carried.reduce((sum, { eventIds }) => sum + eventIds.length, 0),
    message: told.get(first.eventIds[0] ?? ""),
  });
}

/** The ids of a list that no message has carried yet: a stored one, or one that this invocation adds. */
function idsInChunk({ work, chunks }: Plan, name: string): readonly string[] {
  return chunks.find((chunk) => chunk.name === name)?.eventIds ?? work.loaded.chunk(name);
}

/** Of the ids that a written ledger has got by the plan, those that a later message of the group has to carry. */
export function gatheredEventIds({ chunks }: Plan, group: Group): string[] {
  return chunks.filter(({ name }) => group.pendingChunks.includes(name)).flatMap((chunk) => chunk.newEventIds);
}
