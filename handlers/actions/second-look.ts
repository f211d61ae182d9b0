import { isOutOfReach } from "../../clients/role-sessions";
import type { Kept } from "../../clients/state-table";
import type { ActionRecord } from "../../core/actions/record";
import { secondLookMessage } from "../../core/slack/second-look-message";
import { log, logPosted } from "../post-denials/audit";
import { announceContained } from "./incident";
import { failureText, isAccessDenied } from "./failure";
import type { ResponderParts } from "./parts";
import { respond } from "./respond";
import type { Responder, SecondLook } from "./responder";

/**
 * Looks again at what surrounds a changed subject, some time after the change: only then people are told that it is contained.
 * What is found open is a request of its own, on which people are asked. Throws where it has to come again.
 */
export async function lookAgain(
  { value: record, version }: Kept<ActionRecord>,
  responder: Responder<unknown>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  // Put back meanwhile, or looked at already. That the message was sent may not have been written down.
  const isLookedAt = record.followUp === "contained" || record.followUp === "not-contained";
  if (record.state !== "done" || isLookedAt || responder.secondLook === undefined) return;
  const found = await look(record, responder.secondLook, nowMs);
  if (found === "not-allowed") await say(record, "unknown", [notAllowed], parts, nowMs);
  else if (found.contained) {
    // First, because its ticket takes the same word twice for one, and a channel does not.
    await announceContained(record, responder, parts, found.lines, nowMs);
    await say(record, "contained", found.lines, parts, nowMs);
  } else await respond(found.next, responder, parts, nowMs);
  const followUp = found !== "not-allowed" && found.contained ? "contained" : "not-contained";
  await parts.store.saveRecord({ ...record, followUp }, version);
}

const notAllowed = "This function is not allowed to look, so whether it is contained is not known.";

async function look(
  record: ActionRecord,
  secondLook: NonNullable<Responder<unknown>["secondLook"]>,
  nowMs: number,
): Promise<SecondLook<unknown> | "not-allowed"> {
  try {
    return await secondLook.look(record, nowMs);
  } catch (error) {
    if (!isAccessDenied(error) && !isOutOfReach(error)) throw error;
    log("second-look", { record: record.id, why: failureText(error) });
    return "not-allowed";
  }
}

async function say(
  record: ActionRecord,
  outcome: "contained" | "unknown",
  lines: readonly string[],
  { channel }: ResponderParts,
  nowMs: number,
): Promise<void> {
  await channel.post(secondLookMessage(record, outcome, lines), nowMs);
  logPosted([], { record: record.id, update: false });
}
