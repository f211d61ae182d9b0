import type { Recalled, SubjectMemory } from "../../clients/action-store";
import type { Kept } from "../../clients/state-table";
import type { ActionRecord } from "../../core/actions/record";
import { recordId } from "../../core/actions/record-id";
import type { ResponderParts } from "./parts";
import type { Responder, Sighting } from "./responder";

/** One try at one request, with all that is remembered of it and of its subject. */
export interface Round<Request> {
  readonly request: Request;
  readonly responder: Responder<Request>;
  readonly parts: ResponderParts;
  readonly nowMs: number;
  readonly sighting: Sighting;
  /** Of the request's record. */
  readonly id: string;
  /** What an earlier try or delivery of the same request has left. */
  readonly earlier?: Kept<ActionRecord> | undefined;
  readonly memory?: Kept<SubjectMemory> | undefined;
  /** The newest record of the subject that people were told of. */
  readonly newest?: ActionRecord | undefined;
  /** What the caps had counted and what was paused as the round began; absent where that is still to be read. */
  readonly begunWith?: Pick<Recalled, "reservations" | "isPaused" | "account"> | undefined;
  /** Whether all of the above could be read; where not, nothing may be changed. */
  readonly remembers: boolean;
}

/** Reads what is remembered. Never throws. */
export async function beginRound<Request>(
  request: Request,
  responder: Responder<Request>,
  parts: ResponderParts,
  nowMs: number,
): Promise<Round<Request>> {
  const sighting = responder.sighting(request);
  const id = recordId(responder.action, sighting.subject, sighting.occasion);
  const round = { request, responder, parts, nowMs, sighting, id };
  try {
    const { record: earlier, subject: memory, begunWith } = await recall(round);
    const newestId = memory?.value.newest?.recordId;
    const newest = newestId === undefined || newestId === id ? earlier : await parts.store.record(newestId);
    return { ...round, earlier, memory, newest: newest?.value, begunWith, remembers: true };
  } catch {
    return { ...round, remembers: false };
  }
}

/** Where all can't be read together, what is needed most is read by itself. */
async function recall({
  parts: { store },
  responder: { action },
  sighting: { subject },
  id,
}: Pick<Round<unknown>, "parts" | "sighting" | "id"> & { readonly responder: Pick<Responder<unknown>, "action"> }) {
  try {
    const { record, subject: memory, ...begunWith } = await store.recall(id, action, subject);
    return { record, subject: memory, begunWith };
  } catch {
    const [record, memory] = await Promise.all([store.record(id), store.subject(action, subject)]);
    return { record, subject: memory, begunWith: undefined };
  }
}

/** The version to write the record at. */
export function versionOf({ earlier }: Pick<Round<unknown>, "earlier">): number {
  return earlier?.version ?? 0;
}
