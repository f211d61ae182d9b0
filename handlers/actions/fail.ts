import { isOutOfReach } from "../../clients/role-sessions";
import type { ActionRecord } from "../../core/actions/record";
import { log } from "../post-denials/audit";
import { logDecided } from "./audit";
import { compose } from "./compose";
import { failureText, isAccessDenied } from "./failure";
import { conclude } from "./finish";
import { isQuiet, keepQuiet } from "./quiet";
import { remember } from "./remember";
import type { Facts } from "./responder";
import type { Round } from "./round";
import { versionOf } from "./round";
import { tell } from "./tell";

/** Lambda gives an asynchronous event as many tries. */
const mostTries = 3;

/** What failed: the error, why if it has a reason of its own, and how far the round had come. */
export interface Failure {
  readonly error: unknown;
  readonly reason?: "not-read-back" | undefined;
  readonly facts?: Facts | undefined;
}

/**
 * Counts a failed try in the record. The first ones throw, so that Lambda tries again; the last one tells people and throws,
 * so that the event is in the dead-letter queue. What is not allowed is told at once and not tried again.
 */
export async function fail<Request>(round: Round<Request>, failure: Failure): Promise<void> {
  const { error, facts } = failure;
  const denied = isAccessDenied(error) || isOutOfReach(error);
  const failures = (round.earlier?.value.failures ?? 0) + 1;
  const isLast = denied || failures >= mostTries;
  const begun = round.earlier?.value.state === "begun" ? round.earlier.value : undefined;
  const reason = denied ? "access-denied" : (failure.reason ?? "service-error");
  const record: ActionRecord = {
    ...compose(round, { state: "failed", verdict: "failed", reason, facts }),
    // A change that is tried again was decided on as it was.
    ...(begun === undefined || isLast ? {} : { state: begun.state, verdict: begun.verdict, reason: begun.reason }),
    failures,
    failure: failureText(error),
  };
  if (!isLast) {
    await count(round, record);
    await remember(round);
    log("try-again", { action: record.action, record: record.id, failures, why: record.failure });
    throw error;
  }
  await tellOfFailure(round, record);
  if (!denied) throw error;
}

async function count<Request>({ parts, earlier, id }: Round<Request>, record: ActionRecord): Promise<void> {
  try {
    await parts.store.saveRecord(record, versionOf({ earlier }));
  } catch (error) {
    log("not-kept", { record: id, why: (error as Error).name });
  }
}

async function tellOfFailure<Request>(round: Round<Request>, record: ActionRecord): Promise<void> {
  const { parts, earlier, nowMs, sighting } = round;
  logDecided({ ...record, eventIds: sighting.eventIds, record: record.id });
  // A change that was cut short is always told, whatever was told before it.
  if (isQuiet(round, { ...record, sight: record.sight }) && record.before === undefined)
    return keepQuiet(round, record);
  let recorded = false;
  try {
    recorded = await parts.store.saveRecord(record, versionOf({ earlier }));
  } catch (error) {
    log("not-kept", { record: record.id, why: (error as Error).name });
  }
  if (recorded) {
    return conclude(round, { value: record, version: versionOf({ earlier }) + 1 });
  }
  const { failure, record: told } = await tell(record, parts, nowMs, { recorded: false });
  await remember(round, told);
  if (failure !== undefined) throw failure;
}
