import type { SubjectMemory } from "../../clients/action-store";
import type { ActionRecord } from "../../core/actions/record";
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

/** Claims the subject for a change; false where another invocation has written since this one began. Throws where it can't be kept. */
export async function claim<Request>(round: Round<Request>): Promise<boolean> {
  const { parts, responder, sighting, memory, id, nowMs } = round;
  return parts.store.saveSubject(
    responder.action,
    sighting.subject,
    { eventIds: [], ...memory?.value, claim: { recordId: id, untilMs: nowMs + claimMs }, changedAtMs: nowMs },
    memory?.version ?? 0,
  );
}

/** Gives the subject free and keeps the event ids; with a record, that it is the newest. Never throws. */
export async function remember<Request>(round: Round<Request>, told?: ActionRecord): Promise<void> {
  const { parts, responder, sighting, nowMs, id } = round;
  try {
    for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
      const kept = await parts.store.subject(responder.action, sighting.subject);
      const eventIds = [...new Set([...(kept?.value.eventIds ?? []), ...sighting.eventIds])].slice(-mostEventIds);
      const claim = kept?.value.claim?.recordId === id ? undefined : kept?.value.claim;
      const newest = told === undefined ? kept?.value.newest : newestOf(told, nowMs);
      const memory: SubjectMemory = { newest, eventIds, claim, changedAtMs: nowMs };
      if (await parts.store.saveSubject(responder.action, sighting.subject, memory, kept?.version ?? 0)) return;
    }
    log("not-remembered", { record: id, why: "written by others at the same time" });
  } catch (error) {
    log("not-remembered", { record: id, why: (error as Error).name });
  }
}

/** What people could not be told yet counts as told long ago: the same verdict is then no reason to keep quiet. */
function newestOf({ id, verdict, reason, told }: ActionRecord, nowMs: number): SubjectMemory["newest"] {
  return { recordId: id, verdict, reason, toldAtMs: told ? nowMs : 0 };
}
