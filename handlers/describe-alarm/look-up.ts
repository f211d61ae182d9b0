import type { TrailLog } from "../../clients/trail-log";
import { actorsOf } from "../../core/cis-alarms/actors";
import type { CisAlarm } from "../../core/cis-alarms/alarm";
import type { AlarmNotification } from "../../core/cis-alarms/notification";
import { textAt } from "../../core/cloudtrail/record";
import type { LookUp } from "../../core/mail/alarm-mail";

/** Looks the callers up whose calls made the alarm go off. Never throws: the mail does not wait for it. */
export async function lookUp(
  { pattern }: CisAlarm,
  { fromMs, toMs }: AlarmNotification,
  trailLog: TrailLog,
): Promise<LookUp> {
  try {
    // The log group counts both ends in, the alarm only the first.
    const { records, truncated } = await trailLog.find(pattern, fromMs, Math.max(fromMs, toMs - 1));
    return { kind: "found", actors: actorsOf(records), truncated };
  } catch (error) {
    return { kind: "failed", why: textAt(error, "name") ?? "unknown error" };
  }
}
