import type { SubjectMemory } from "../../clients/action-store";
import type { Kept } from "../../clients/state-table";
import type { ActionRecord } from "../../core/actions/record";
import type { Telling } from "../../core/actions/sight";
import { standingTellings } from "../../core/actions/sight";
import { log } from "../post-denials/audit";
import type { Round } from "./round";

const mostEventIds = 200;

/** Tries where another invocation writes the same memory at the same time. */
const mostConflicts = 4;

/** How long one invocation may hold a subject: the time-out of the functions that change something. */
export const claimMs = 60_000;

/** Whether another invocation is at work on the same subject. */
export function isClaimed({ memory, nowMs }: Pick<Round<unknown>, "memory" | "nowMs">): boolean {
  return memory?.value.claim !== undefined && nowMs < memory.value.claim.untilMs;
}

/** The round in which the subject is claimed for a change, once `claim` has written that. */
export function claiming<Request>(round: Round<Request>): Round<Request> {
  const { memory, id, nowMs } = round;
  const claimed = { recordId: id, untilMs: nowMs + claimMs };
  const value: SubjectMemory = { eventIds: [], ...memory?.value, claim: claimed, changedAtMs: nowMs };
  return { ...round, memory: { value, version: (memory?.version ?? 0) + 1 } };
}

/** Writes the claim; false where another invocation has written since this one began. Throws where it can't be kept. */
export async function claim<Request>({ parts, responder, sighting, memory }: Round<Request>): Promise<boolean> {
  if (memory === undefined) throw new Error("nothing is claimed");
  return parts.store.saveSubject(responder.action, sighting.subject, memory.value, memory.version - 1);
}

/**
 * Gives the subject free and keeps the event ids; with a record, that it is the newest; "over": that what the newest one told
 * of is no more. Never throws.
 */
export async function remember<Request>(round: Round<Request>, told?: ActionRecord | "over"): Promise<void> {
  const { parts, responder, sighting, id, remembers } = round;
  const { action } = responder;
  try {
    for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
      // What this round has read or written is read again only where others have written since.
      const isKnown = attempt === 0 && remembers;
      const kept = isKnown ? round.memory : await parts.store.subject(action, sighting.subject);
      const { value, version } = memoryAfter(round, kept, told);
      if (await parts.store.saveSubject(action, sighting.subject, value, version)) return;
    }
    log("not-remembered", { record: id, why: "written by others at the same time" });
  } catch (error) {
    log("not-remembered", { record: id, why: (error as Error).name });
  }
}

/** `remember` with a record that is to be kept in the same moment; false where that could not be. Never throws. */
export async function rememberWith<Request>(round: Round<Request>, told: Kept<ActionRecord>): Promise<boolean> {
  const { parts, responder, sighting, remembers } = round;
  if (!remembers) return false;
  try {
    const memory = memoryAfter(round, round.memory, told.value);
    return await parts.store.saveBoth(told, responder.action, sighting.subject, memory);
  } catch {
    return false;
  }
}

/** The memory to write, at the version that was read. */
function memoryAfter<Request>(
  { sighting, nowMs, id }: Round<Request>,
  kept: Kept<SubjectMemory> | undefined,
  told: ActionRecord | "over" | undefined,
): Kept<SubjectMemory> {
  const eventIds = [...new Set([...(kept?.value.eventIds ?? []), ...sighting.eventIds])].slice(-mostEventIds);
  const claim = kept?.value.claim?.recordId === id ? undefined : kept?.value.claim;
  const before = kept?.value;
  const newest =
    told === undefined ? before?.newest : told === "over" ? toldLongAgo(before?.newest) : newestOf(told, nowMs);
  const earlier = standingTellings(before?.tellings ?? [], nowMs);
  const tellings = told === undefined || told === "over" ? earlier : [...earlier, ...tellingOf(told, nowMs)];
  const value: SubjectMemory = { newest, eventIds, claim, changedAtMs: nowMs };
  return { value: tellings.length === 0 ? value : { ...value, tellings }, version: kept?.version ?? 0 };
}

/** What people could not be told yet counts as told long ago: the same verdict is then no reason to keep quiet. */
function newestOf({ id, verdict, reason, told, sight }: ActionRecord, nowMs: number): SubjectMemory["newest"] {
  const newest = { recordId: id, verdict, reason, toldAtMs: told ? nowMs : 0 };
  return sight === undefined ? newest : { ...newest, sight };
}

function toldLongAgo(newest: SubjectMemory["newest"]): SubjectMemory["newest"] {
  return newest === undefined ? undefined : { ...newest, toldAtMs: 0 };
}

function tellingOf({ verdict, reason, told, sight }: ActionRecord, nowMs: number): readonly Telling[] {
  return told && sight !== undefined ? [{ verdict, reason, sight, atMs: nowMs }] : [];
}
