import type { SubjectMemory } from "../../clients/action-store";
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
    const [earlier, memory] = await Promise.all([
      parts.store.record(id),
      parts.store.subject(responder.action, sighting.subject),
    ]);
    const newestId = memory?.value.newest?.recordId;
    const newest = newestId === undefined || newestId === id ? earlier : await parts.store.record(newestId);
    return { ...round, earlier, memory, newest: newest?.value, remembers: true };
  } catch {
    return { ...round, remembers: false };
  }
}

/** The version to write the record at. */
export function versionOf({ earlier }: Pick<Round<unknown>, "earlier">): number {
  return earlier?.version ?? 0;
}
