import { textAt, valueAt } from "../../core/cloudtrail/record";
import { changedGroup } from "../../core/ingress/changed-group";
import type { RecentIds } from "../../core/recent-ids";
import { respond } from "../actions/respond";
import { log } from "../post-denials/audit";
import { requestsOf } from "./change";
import { lookingOnce } from "./looking-once";
import { ruleResponder } from "./responder";
import type { SweepParts } from "./sweep";

/** What a container looks at changes of groups with, and remembers of them. */
export interface ChangeParts extends Omit<SweepParts, "isOver"> {
  readonly told: RecentIds;
  /** Events after which nothing is left to do: what brings them again by another road is no news. */
  readonly dealtWith: RecentIds;
}

/** Responds to one change of a group, as EventBridge tells of it. Throws what failed once all its rules were responded to. */
export async function handleChange(
  event: unknown,
  { looking, responding, told, dealtWith }: ChangeParts,
  nowMs: number,
): Promise<void> {
  if (valueAt(event, "detail") === undefined)
    throw new Error("neither an event of EventBridge nor a message of the queue");
  const changed = changedGroup(event);
  if (changed === undefined) {
    // The look through all groups finds what it opened, if anything.
    log("not-read", { event: textAt(event, "detail", "eventID") ?? textAt(event, "id") ?? null });
    return;
  }
  const { eventId } = changed;
  if (responding.isSecondRoad === true && dealtWith.has(eventId)) {
    log("second-road", { eventIds: [eventId] });
    return;
  }
  const failures: unknown[] = [];
  const parts = lookingOnce(looking);
  const responder = ruleResponder(parts);
  for (const request of await requestsOf(changed, parts)) {
    try {
      await respond(request, responder, responding, nowMs);
      told.add(request.ruleId);
    } catch (error) {
      // The other rules are not to wait for this one.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  dealtWith.add(eventId);
}
