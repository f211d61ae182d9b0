import type { Sight } from "../../core/actions/sight";
import { sightOf } from "../../core/actions/sight";
import type { TrailRequest } from "../../core/trail-tampering/tampering";
import { settingsCalls, tamperingCalls } from "../../core/trail-tampering/tampering";

/**
 * The call that led to a trail: one that changes settings is the same as another that asks for the same, one that stops or
 * deletes is itself alone. Undefined for what the poll found, which knows of no call.
 */
export function sightOfCall({ change, occasion, asked }: TrailRequest): Sight | undefined {
  if (!tamperingCalls.includes(change)) return undefined;
  return sightOf(change, settingsCalls.includes(change) ? asked : occasion);
}

/**
 * A trail that is found stopped, by the call or by the poll: the same as long as it is stopped since then. Undefined where a
 * call that changes its settings led there, which is news beside it.
 */
export function sightOfStopped({ change }: TrailRequest, stoppedAtMs: number | undefined): Sight | undefined {
  return settingsCalls.includes(change) ? undefined : sightOf("stopped", stoppedAtMs);
}
