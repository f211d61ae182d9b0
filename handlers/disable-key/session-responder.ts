import type { Principals } from "../../clients/principals";
import type { InAccounts } from "../../clients/reach";
import type { SessionHolders } from "../../clients/sessions";
import type { Subject } from "../../core/actions/action";
import { recordId } from "../../core/actions/record-id";
import { revokePolicy, revokePolicyPrefix } from "../../core/keys/revoke-policy";
import type { Facts, Performed, Responder } from "../actions/responder";
import type { KeyParts } from "./look-at";
import { lookAtKey } from "./look-at";
import { lookAtSession } from "./look-at-session";
import type { KeyRequest } from "./request";
import { sightingOf } from "./request";
import { isSessionRequest, sessionIncident, sessionSightingOf } from "./session-request";
import type { PolicyBefore } from "./undo-sessions";
import { holderOf, isPolicyBefore, sessionUndo } from "./undo-sessions";

export interface SessionParts extends KeyParts {
  readonly sessions: SessionHolders;
  readonly principals: Principals;
  /** Those of other accounts, by the roles there; absent where there are none. */
  readonly sessionsIn?: InAccounts<SessionHolders> | undefined;
  readonly principalsIn?: InAccounts<Principals> | undefined;
}

/**
 * The action `revoke-sessions`: ends sessions that were begun until now, by a dated deny. Of a report of a user's key those
 * that were made with it, whose key itself is `disable-key`'s; of a finding about temporary credentials those of the user or
 * role that they are of. Roles that a key has assumed are not touched.
 */
export function sessionResponder(parts: SessionParts): Responder<KeyRequest> {
  const { reach, sessionsIn } = parts;
  const sessionsOf = ({ account }: Subject) =>
    account === undefined || account === reach.ownAccount || sessionsIn === undefined
      ? parts.sessions
      : sessionsIn(account);
  const sighting = (request: KeyRequest) =>
    isSessionRequest(request) ? sessionSightingOf(request) : sightingOf(request);

  function policyNameOf(request: KeyRequest): string {
    return `${revokePolicyPrefix}${recordId("revoke-sessions", sighting(request).subject, request.occasion)}`;
  }

  async function lookAtUserOfKey(request: KeyRequest, nowMs: number): Promise<Facts> {
    const facts = await lookAtKey(request, parts, nowMs);
    const userName = facts.user;
    if (userName === undefined) return facts;
    const before: PolicyBefore = { userName, policyName: policyNameOf(request) };
    return {
      ...facts,
      subject: { kind: "user", id: userName, account: facts.subject.account },
      // Sessions outlive the key that they were made with.
      nothingToDo: facts.nothingToDo === "already-so" ? undefined : facts.nothingToDo,
      ...(facts.refusal === undefined ? { before } : {}),
    };
  }

  async function perform(_request: KeyRequest, { before, subject }: Facts, nowMs: number): Promise<Performed> {
    const sessions = sessionsOf(subject);
    if (!isPolicyBefore(before)) throw new Error("revoke-sessions: whose sessions they are is not known");
    const { policyName } = before;
    const { kind, name } = holderOf(before);
    if (!(await sessions[kind].putPolicy(name, policyName, revokePolicy(nowMs)))) return { outcome: "gone" };
    const found = await sessions[kind].policy(name, policyName);
    const after = { policyName, madeBefore: new Date(nowMs).toISOString() };
    return { outcome: found === undefined ? "not-read-back" : "done", after };
  }

  return {
    action: "revoke-sessions",
    undo: (record) => sessionUndo(sessionsOf(record.subject)).undo(record),
    incidentOf: sessionIncident,
    sighting,
    lookAt: (request, nowMs) =>
      isSessionRequest(request)
        ? lookAtSession(request, policyNameOf(request), parts, nowMs)
        : lookAtUserOfKey(request, nowMs),
    perform,
    async isAlreadyDone({ before, subject }) {
      if (!isPolicyBefore(before)) return false;
      const { kind, name } = holderOf(before);
      const found = await sessionsOf(subject)[kind].policy(name, before.policyName);
      return found === undefined ? false : { after: { policyName: before.policyName } };
    },
  };
}
