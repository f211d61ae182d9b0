import type { ActionSettings } from "../actions/settings";
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
  { modes }: Pick<ActionSettings, "modes">,
  { key, sessions }: KeyResponders,
): readonly Responder<KeyRequest>[] {
  if (isSessionRequest(request)) return [sessions];
  return modes["revoke-sessions"] === "notify" ? [key] : [key, sessions];
}
