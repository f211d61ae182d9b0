import { bucketAccess } from "../clients/buckets";
import { keyAccess } from "../clients/keys";
import { securityGroups } from "../clients/security-groups";
import { sessionHolders } from "../clients/sessions";
import { trailAccess } from "../clients/trails";
import type { ActionName } from "../core/configuration/names";
import type { Responder } from "../handlers/actions/responder";
import { bucketUndo } from "../handlers/block-public-bucket/undo";
import { keyUndo } from "../handlers/disable-key/undo";
import { sessionUndo } from "../handlers/disable-key/undo-sessions";
import { ingressUndo } from "../handlers/revoke-open-ingress/undo";
import { trailUndo } from "../handlers/restart-trail/undo";

type Undoer = Pick<Responder<unknown>, "action" | "undo">;

/** The undoing of each action that has one, under the caller's own credentials. */
export function undoerOf(action: ActionName, nowMs: number): Undoer | undefined {
  return undoers(nowMs).find((undoer) => undoer.action === action);
}

function undoers(nowMs: number): readonly Undoer[] {
  return [
    keyUndo(keyAccess()),
    sessionUndo(sessionHolders()),
    trailUndo(trailAccess()),
    bucketUndo(bucketAccess()),
    ingressUndo(securityGroups(), () => nowMs),
  ];
}
