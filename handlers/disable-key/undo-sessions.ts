import type { UserSessions } from "../../clients/sessions";
import { revokePolicyPrefix } from "../../core/keys/revoke-policy";
import type { Responder, Undone } from "../actions/responder";

/** The policy that ends a user's sessions, by which it can be taken away again. Plain data. */
export interface PolicyBefore {
  readonly userName: string;
  readonly policyName: string;
}

/** The undoing of `revoke-sessions`, for a function as for a person's own credentials: takes the dated deny away. */
export function sessionUndo(sessions: Pick<UserSessions, "deletePolicy">): Pick<Responder<unknown>, "action" | "undo"> {
  return {
    action: "revoke-sessions",
    async undo({ before, id }): Promise<Undone> {
      if (!isPolicyBefore(before)) throw new Error(`the record ${id} does not say which policy was attached`);
      return (await sessions.deletePolicy(before.userName, before.policyName)) ? "restored" : "already-so";
    },
  };
}

/** Records are read back from a table: a policy that is not of ours is not touched. */
export function isPolicyBefore(value: unknown): value is PolicyBefore {
  const { userName, policyName } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof userName === "string" &&
    userName !== "" &&
    typeof policyName === "string" &&
    policyName.startsWith(revokePolicyPrefix)
  );
}
