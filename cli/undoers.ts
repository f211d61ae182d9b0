import { keyAccess } from "../clients/keys";
import { securityGroups } from "../clients/security-groups";
import { userSessions } from "../clients/sessions";
import type { ActionName } from "../core/configuration/names";
import type { Responder } from "../handlers/actions/responder";
import { keyUndo } from "../handlers/disable-key/undo";
import { sessionUndo } from "../handlers/disable-key/undo-sessions";
import { ingressUndo } from "../handlers/revoke-open-ingress/undo";

type Undoer = Pick<Responder<unknown>, "action" | "undo">;

/** The undoing of each action that has one, under the caller's own credentials. */
export function undoerOf(action: ActionName, nowMs: number): Undoer | undefined {
  return undoers(nowMs).find((undoer) => undoer.action === action);
}

function undoers(nowMs: number): readonly Undoer[] {
  return [keyUndo(keyAccess()), sessionUndo(userSessions()), ingressUndo(securityGroups(), () => nowMs)];
}
