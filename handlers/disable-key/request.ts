import type { SuspiciousKey } from "../../core/suspicious-keys/message";
import type { Sighting } from "../actions/responder";

/** One report of a key, as it is kept in the action's record. Plain data. */
export interface KeyRequest {
  readonly key: SuspiciousKey;
  /** Id of the first event, or of the message where it names none. */
  readonly occasion: string;
  /** Why people are asked about this key, and it is never disabled unasked. */
  readonly askedBecause?: string;
}

/** What a report of a key is about, told from the report alone. */
export function sightingOf({ key, occasion, askedBecause }: KeyRequest): Sighting {
  const { accessKeyId, signals, eventIds, seenAtMs } = key;
  return {
    // Without the account: reports of one key differ in whether they name it, and key ids are unique everywhere.
    subject: { kind: "key", id: accessKeyId, account: undefined },
    occasion,
    eventIds,
    seenAtMs,
    budget: signals.some(({ kind }) => kind === "exposed") ? "announced" : "ordinary",
    ...(askedBecause === undefined ? {} : { modeAtMost: "approve" }),
  };
}
