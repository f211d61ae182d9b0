import { keyAccess } from "../clients/keys";
import { userSessions } from "../clients/sessions";
import type { ActionName } from "../core/configuration/names";
import type { Responder } from "../handlers/actions/responder";
import { keyUndo } from "../handlers/disable-key/undo";
import { sessionUndo } from "../handlers/disable-key/undo-sessions";

type Undoer = Pick<Responder<unknown>, "action" | "undo">;

/** The undoing of each action that has one, under the caller's own credentials. */
export function undoerOf(action: ActionName): Undoer | undefined {
  return undoers().find((undoer) => undoer.action === action);
}

function undoers(): readonly Undoer[] {
  return [keyUndo(keyAccess()), sessionUndo(userSessions())];
}
