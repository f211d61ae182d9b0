import type { Kept } from "../../clients/state-table";
import { longestDelaySeconds } from "../../clients/queue";
import type { ActionRecord } from "../../core/actions/record";
import { log } from "../post-denials/audit";
import { finish } from "./finish";
import type { ResponderParts } from "./parts";
import { respondToApproval } from "./respond";
import type { Responder } from "./responder";
import { lookAgain } from "./second-look";
import type { WakeMessage } from "./wake-message";

/**
 * Handles one message of the wake queue, for whichever of a function's responders the record belongs to. Received twice it
 * changes nothing. Throws where it has to come again.
 */
export async function wake(
  message: WakeMessage,
  responders: readonly Responder<unknown>[],
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  const kept = await parts.store.record(message.record);
  const responder = responders.find(({ action }) => action === kept?.value.action);
  if (kept === undefined || responder === undefined) {
    log("not-woken", { ...message, why: kept === undefined ? "no such record" : "a record of another function" });
    return;
  }
  switch (message.warden) {
    case "second-look":
      return lookAgain(kept, responder, parts, nowMs);
    case "expire":
      return expire(kept, responder, parts, nowMs);
    case "answered":
      return answered(kept, responder, parts, nowMs);
  }
}

async function answered(
  kept: Kept<ActionRecord>,
  responder: Responder<unknown>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  if (kept.value.approval !== undefined) return respondToApproval(kept.value, responder, parts, nowMs);
  log("answered", { record: kept.value.id, state: kept.value.state });
  await showClosed(kept, responder, parts, nowMs);
}

async function expire(
  kept: Kept<ActionRecord>,
  responder: Responder<unknown>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  const { state, approval, askedUntilMs = nowMs, id } = kept.value;
  if (state !== "asked" || approval !== undefined) return;
  if (nowMs < askedUntilMs) {
    return parts.wake.send(
      { warden: "expire", record: id },
      Math.min((askedUntilMs - nowMs) / 1000, longestDelaySeconds),
    );
  }
  const expired: ActionRecord = { ...kept.value, state: "expired", changedAtMs: nowMs };
  // An answer that came at the same time stands.
  if (!(await parts.store.saveRecord(expired, kept.version))) return;
  log("expired", { record: id });
  await showClosed({ value: expired, version: kept.version + 1 }, responder, parts, nowMs);
}

/** A question that is left or over needs no further message; where the one that asked can be changed, it says so. */
async function showClosed(
  kept: Kept<ActionRecord>,
  responder: Responder<unknown>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  const { value: record, version } = kept;
  if (parts.channel.updates && record.message !== undefined) {
    await finish({ value: { ...record, told: false, mailed: true }, version }, responder, parts, nowMs);
  } else if (!record.told && record.state === "left") {
    // Whoever left it knows; the same event delivered again is to say nothing, too. Of one that is over nobody may know.
    await parts.store.saveRecord({ ...record, told: true }, version);
  }
}
