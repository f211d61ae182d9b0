import type { Reason, Verdict } from "../../core/actions/action";
import type { ActionRecord } from "../../core/actions/record";
import type { Sight } from "../../core/actions/sight";
import { mostOfOneKind, quietMs, tellingsLike } from "../../core/actions/sight";
import { log } from "../post-denials/audit";
import { announce } from "./incident";
import { remember } from "./remember";
import type { Round } from "./round";
import { versionOf } from "./round";

/** A decision with what was seen; without a sight nothing tells it from others that come to the same. */
interface Seen {
  readonly verdict: Verdict | "act";
  readonly reason: Reason;
  readonly sight: Sight | undefined;
}

type QuietRound = Pick<Round<unknown>, "earlier" | "memory" | "newest" | "nowMs" | "sighting">;

/**
 * Whether people have been told the same of this subject within the hour, or of so much of its kind that more would be a
 * flood. A question whose time is over is asked anew.
 */
export function isQuiet(round: QuietRound, seen: Seen): boolean {
  if (!isSame(round, seen) && toldLike(round, seen) < mostOfOneKind) return false;
  const { newest, nowMs } = round;
  if (seen.verdict !== "ask" || newest === undefined) return true;
  return newest.state === "left" || (newest.state === "asked" && nowMs <= (newest.askedUntilMs ?? nowMs));
}

/** Whether people hear of this one and not of those of its kind that may follow within the hour. */
export function isLastOfItsKind(round: QuietRound, seen: Seen): boolean {
  return toldLike(round, seen) === mostOfOneKind - 1;
}

function isSame(round: QuietRound, { verdict, reason, sight }: Seen): boolean {
  const { memory, nowMs, sighting } = round;
  const told = memory?.value.newest;
  if (told === undefined || told.verdict !== verdict || told.reason !== reason) return false;
  if (nowMs - told.toldAtMs >= quietMs) return false;
  if (sight === undefined || wasQuietBefore(round)) return true;
  // Whoever looked without knowing of a call has told of all that was done before.
  if (told.sight === undefined && (sighting.seenAtMs ?? nowMs) <= told.toldAtMs) return true;
  const last = tellingsLike({ verdict, reason, sight }, memory?.value.tellings ?? [], nowMs).at(-1);
  return last?.sight.digest === sight.digest;
}

/** Delivered again after it needed no message: such an event leaves no record, and what came since makes it no news. */
function wasQuietBefore({ earlier, memory, sighting: { eventIds } }: QuietRound): boolean {
  const known = memory?.value.eventIds ?? [];
  return earlier === undefined && eventIds.length > 0 && eventIds.every((id) => known.includes(id));
}

function toldLike({ memory, nowMs }: QuietRound, { verdict, reason, sight }: Seen): number {
  if (sight === undefined) return 0;
  return tellingsLike({ verdict, reason, sight }, memory?.value.tellings ?? [], nowMs).length;
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
 * what holds, or `always`. `ends`: what people were told of is over, so that the same again is news.
 */
export async function keepQuiet<Request>(
  round: Round<Request>,
  record: ActionRecord,
  { always = false, ends = false } = {},
): Promise<void> {
  const { responder, parts, nowMs, earlier } = round;
  // People need not be told again; the ticket counts it all the same.
  const announced = await announce({ ...record, told: true }, responder, parts, nowMs);
  try {
    if (always || earlier !== undefined) await parts.store.saveRecord(announced, versionOf(round));
  } catch (error) {
    log("not-kept", { record: record.id, why: (error as Error).name });
  }
  await remember(round, ends ? "over" : undefined);
}
