import type { Reason, Verdict } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import { log } from "../post-denials/audit";
import { announce } from "./incident";
import { remember } from "./remember";
import type { Round } from "./round";
import { versionOf } from "./round";

/** The same verdict for the same reason is told once in this time. */
export const quietMs = 3_600_000;

/** Whether people have been told the same of this subject within the hour. A question whose time is over is asked anew. */
export function isQuiet(
  { memory, newest, nowMs }: Pick<Round<unknown>, "memory" | "newest" | "nowMs">,
  { verdict, reason }: { readonly verdict: Verdict | "act"; readonly reason: Reason },
): boolean {
  const told = memory?.value.newest;
  if (told === undefined || told.verdict !== verdict || told.reason !== reason) return false;
  if (nowMs - told.toldAtMs >= quietMs) return false;
  if (verdict !== "ask" || newest === undefined) return true;
  return newest.state === "left" || (newest.state === "asked" && nowMs <= (newest.askedUntilMs ?? nowMs));
}

/** Reasons that only say how the stack is set; whoever told of the event could say them, too. */
const settingReasons: readonly Reason[] = Object.freeze(["mode-notify", "single-signal"]);

/** Whether another function has told people of what led here, and nothing is left to say. An answer to a question always is. */
export function isToldElsewhere(
  { sighting, earlier }: Pick<Round<unknown>, "sighting" | "earlier">,
  { verdict, reason }: { readonly verdict: Verdict | "act"; readonly reason: Reason },
): boolean {
  if (earlier?.value.approval !== undefined) return false;
  return sighting.isTold === true && verdict === "notify" && settingReasons.includes(reason);
}

/**
 * Keeps what was decided without telling it. A record is written only where an earlier try has left one, which says no longer
 * what holds, or `always`.
 */
export async function keepQuiet<Request>(
  round: Round<Request>,
  record: ActionRecord,
  { always = false } = {},
): Promise<void> {
  const { responder, parts, nowMs, earlier } = round;
  // People need not be told again; the ticket counts it all the same.
  const announced = await announce({ ...record, told: true }, responder, parts, nowMs);
  try {
    if (always || earlier !== undefined) await parts.store.saveRecord(announced, versionOf(round));
  } catch (error) {
    log("not-kept", { record: record.id, why: (error as Error).name });
  }
  await remember(round);
}
