import type { AccountModes } from "../../core/actions/account-modes";
import { mayChangeSomewhere, modesIn } from "../../core/actions/account-modes";
import type { Responder } from "../actions/responder";
import type { KeyRequest } from "./request";
import { isSessionRequest } from "./session-request";

/** The actions that a report may lead to. */
export interface KeyResponders {
  readonly key: Responder<KeyRequest>;
  readonly sessions: Responder<KeyRequest>;
}

/**
 * The responders that a report is for. Sessions made with a user's key have a message of their own only where something may
 * come of it: disabling the key tells of the same use.
 */
export function respondersFor(
  request: KeyRequest,
  settings: AccountModes,
  { key, sessions }: KeyResponders,
): readonly Responder<KeyRequest>[] {
  if (isSessionRequest(request)) return [sessions];
  const { account } = request.key;
  const mayRevoke =
    account === undefined
      ? mayChangeSomewhere(settings, "revoke-sessions")
      : modesIn(settings, account)["revoke-sessions"] !== "notify";
  return mayRevoke ? [key, sessions] : [key];
}
