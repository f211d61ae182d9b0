import type { ActionRecord } from "../../core/actions/record";
import { moreCautious } from "../../core/actions/caution";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";
import type { IncidentOf } from "../actions/incident";
import type { Sighting } from "../actions/responder";

/** One report of a key, as it is kept in the action's record. Plain data. */
export interface KeyRequest {
  readonly key: SuspiciousKey;
  /** Id of the first event, or of the message where it names none. */
  readonly occasion: string;
  /** Why people are asked about this key, and it is never disabled unasked. */
  readonly askedBecause?: string;
  /** What the table knows of the GuardDuty finding that the report refers to; absent where it knows none that names the key. */
  readonly finding?: KnownFinding;
}

/** Plain data. */
export interface KnownFinding {
  readonly account: string | undefined;
  readonly isHigh: boolean;
  /** Whether people have been told of it. */
  readonly isTold: boolean;
}

/** What a report of a key is about, told from the report alone. */
export function sightingOf(request: KeyRequest): Sighting {
  const { key, occasion, askedBecause, finding } = request;
  const { accessKeyId, signals, eventIds, seenAtMs, modeAtMost } = key;
  return {
    // Without the account: reports of one key differ in whether they name it, and key ids are unique everywhere.
    subject: { kind: "key", id: accessKeyId, account: undefined },
    occasion,
    eventIds,
    seenAtMs,
    budget: signals.some(({ kind }) => kind === "exposed")
      ? "announced"
      : finding?.isHigh === true
        ? "high-finding"
        : "ordinary",
    ...(askedBecause === undefined && modeAtMost === undefined
      ? {}
      : { modeAtMost: moreCautious(askedBecause === undefined ? "enforce" : "approve", modeAtMost) }),
    ...(finding?.isTold === true ? { isTold: true } : {}),
  };
}

/** One incident for a key, whichever of the actions on it a record is of. */
export function keyIncident({ request }: ActionRecord): IncidentOf | undefined {
  const { key, occasion } = (request ?? {}) as Partial<KeyRequest>;
  if (key === undefined || occasion === undefined) return undefined;
  const id = key.accessKeyId;
  return { kind: "suspicious-key", subject: { kind: "key", id }, cause: `suspicious-key ${id}`, occasion };
}
