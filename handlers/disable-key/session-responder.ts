import type { UserSessions } from "../../clients/sessions";
import { recordId } from "../../core/actions/record-id";
import { revokePolicy, revokePolicyPrefix } from "../../core/keys/revoke-policy";
import type { Facts, Performed, Responder } from "../actions/responder";
import type { KeyParts } from "./look-at";
import { lookAtKey } from "./look-at";
import type { KeyRequest } from "./request";
import { keyIncident, sightingOf } from "./request";
import type { PolicyBefore } from "./undo-sessions";
import { isPolicyBefore, sessionUndo } from "./undo-sessions";

export interface SessionParts extends KeyParts {
  readonly sessions: UserSessions;
}

/**
 * The action `revoke-sessions`: ends the sessions that were made with a user's key until now, by a dated deny on the user.
 * The key itself is `disable-key`'s. Roles, and sessions of roles that the key has assumed, are not touched.
 */
export function sessionResponder(parts: SessionParts): Responder<KeyRequest> {
  const { sessions } = parts;

  async function lookAt(request: KeyRequest, nowMs: number): Promise<Facts> {
    const facts = await lookAtKey(request, parts, nowMs);
    const userName = facts.user;
    if (userName === undefined) return facts;
    const policyName = `${revokePolicyPrefix}${recordId("revoke-sessions", sightingOf(request).subject, request.occasion)}`;
    const before: PolicyBefore = { userName, policyName };
    return {
      ...facts,
      subject: { kind: "user", id: userName, account: facts.subject.account },
      // Sessions outlive the key that they were made with.
      nothingToDo: facts.nothingToDo === "already-so" ? undefined : facts.nothingToDo,
      ...(facts.refusal === undefined ? { before } : {}),
    };
  }

  async function perform(_request: KeyRequest, { before }: Facts, nowMs: number): Promise<Performed> {
    if (!isPolicyBefore(before)) throw new Error("revoke-sessions: whose sessions they are is not known");
    const { userName, policyName } = before;
    if (!(await sessions.putPolicy(userName, policyName, revokePolicy(nowMs)))) return { outcome: "gone" };
    const found = await sessions.policy(userName, policyName);
    const after = { policyName, madeBefore: new Date(nowMs).toISOString() };
    return { outcome: found === undefined ? "not-read-back" : "done", after };
  }

  return {
    ...sessionUndo(sessions),
    incidentOf: keyIncident,
    sighting: sightingOf,
    lookAt,
    perform,
    async isAlreadyDone({ before }) {
      if (!isPolicyBefore(before)) return false;
      const found = await sessions.policy(before.userName, before.policyName);
      return found === undefined ? false : { after: { policyName: before.policyName } };
    },
  };
}
