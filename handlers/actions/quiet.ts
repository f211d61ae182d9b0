import type { Reason, Verdict } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import { log } from "../post-denials/audit";
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

/** Keeps what was decided without telling it. A record is written only where an earlier try has left one: it says no longer what holds. */
export async function keepQuiet<Request>(round: Round<Request>, record: ActionRecord): Promise<void> {
  try {
    if (round.earlier !== undefined) await round.parts.store.saveRecord({ ...record, told: true }, versionOf(round));
  } catch (error) {
    log("not-kept", { record: record.id, why: (error as Error).name });
  }
  await remember(round);
}
