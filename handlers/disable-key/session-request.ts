import type { Subject } from "../../core/actions/action";
import { moreCautious } from "../../core/actions/caution";
import { credentialOf } from "../../core/findings/credential";
import type { ActionRecord } from "../../core/actions/record";
import type { IncidentOf } from "../actions/incident";
import type { Sighting } from "../actions/responder";
import type { KeyRequest, KnownFinding } from "./request";
import { keyIncident, sightingOf } from "./request";

/** A report of temporary credentials that a finding of GuardDuty names. */
export interface SessionRequest extends KeyRequest {
  readonly finding: KnownFinding;
}

/**
 * Whether a report is about the sessions of a user or role, and not about a long-term key. Only a finding that the table knows
 * makes it one: nobody else's word is taken for whose temporary credentials are.
 */
export function isSessionRequest(request: KeyRequest): request is SessionRequest {
  return request.finding !== undefined && holderIn(request) !== undefined;
}

/** The user or role whose sessions they are, as the finding names it. */
export function holderIn({ key, finding }: KeyRequest): Subject | undefined {
  const { accessKeyId, principalType: userType, userName } = key;
  const { kind } = credentialOf({ accessKeyId, userType, userName, principalId: undefined, account: undefined });
  if (userName === undefined || (kind !== "user-session" && kind !== "role-session")) return undefined;
  return { kind: kind === "role-session" ? "role" : "user", id: userName, account: finding?.account };
}

/** What the report is about, told from it alone. All who hold a role's sessions lose them: that is never done unasked. */
export function sessionSightingOf(request: SessionRequest): Sighting {
  const sighting = sightingOf(request);
  const subject = holderIn(request) ?? sighting.subject;
  if (subject.kind !== "role") return { ...sighting, subject };
  return { ...sighting, subject, modeAtMost: moreCautious("approve", sighting.modeAtMost) };
}

/** One incident for a user or role whose sessions they are; of a long-term key that of the key. */
export function sessionIncident(record: ActionRecord): IncidentOf | undefined {
  const incident = keyIncident(record);
  const request = record.request as KeyRequest;
  if (incident === undefined || !isSessionRequest(request)) return incident;
  const { kind, id, account } = holderIn(request) ?? record.subject;
  return { ...incident, subject: { kind, id }, cause: `suspicious-key ${kind} ${account ?? "unknown"}/${id}` };
}
