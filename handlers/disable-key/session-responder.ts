import type { UserSessions } from "../../clients/sessions";
import { recordId } from "../../core/actions/record-id";
import type { ActionRecord } from "../../core/actions/record";
import { revokePolicy, revokePolicyPrefix } from "../../core/keys/revoke-policy";
import type { Facts, Performed, Responder, Undone } from "../actions/responder";
import type { KeyParts } from "./look-at";
import { lookAtKey } from "./look-at";
import type { KeyRequest } from "./request";
import { sightingOf } from "./request";

/** The policy that ends a user's sessions, by which it can be taken away again. Plain data. */
interface PolicyBefore {
  readonly userName: string;
  readonly policyName: string;
}

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
    action: "revoke-sessions",
    sighting: sightingOf,
    lookAt,
    perform,
    async isAlreadyDone({ before }) {
      if (!isPolicyBefore(before)) return false;
      const found = await sessions.policy(before.userName, before.policyName);
      return found === undefined ? false : { after: { policyName: before.policyName } };
    },
    async undo({ before, id }: ActionRecord): Promise<Undone> {
      if (!isPolicyBefore(before)) throw new Error(`the record ${id} does not say which policy was attached`);
      return (await sessions.deletePolicy(before.userName, before.policyName)) ? "restored" : "already-so";
    },
  };
}

/** Records are read back from a table: a policy that is not of ours is not touched. */
function isPolicyBefore(value: unknown): value is PolicyBefore {
  const { userName, policyName } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof userName === "string" &&
    userName !== "" &&
    typeof policyName === "string" &&
    policyName.startsWith(revokePolicyPrefix)
  );
}
