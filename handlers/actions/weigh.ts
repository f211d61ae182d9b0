import { modesIn } from "../../core/actions/account-modes";
import type { SkipReason } from "../../core/actions/action";
import type { Reservation } from "../../core/actions/caps";
import { roomFor } from "../../core/actions/caps";
import { moreCautious } from "../../core/actions/caution";
import type { Decision, DecisionInput } from "../../core/actions/decide";
import { decide, decideIfEnforced } from "../../core/actions/decide";
import type { Weighing } from "../../core/actions/report";
import { standing, weightOfAll } from "../../core/actions/signals";
import type { Facts } from "./responder";
import type { Round } from "./round";

/** A decision with what it was weighed from. */
export interface Weighed {
  readonly decision: Decision;
  readonly weighing: Weighing;
}

/**
 * Reads what is left to read (pause, caps) and decides. What the round began with is good enough for telling: before anything is
 * changed both are read again. Never throws: what can't be read is a doubt.
 */
export async function weigh<Request>(round: Round<Request>, facts: Facts): Promise<Weighed> {
  const begun = begunState(round, facts);
  const weighed = begun === undefined ? undefined : weighWith(round, facts, begun);
  if (weighed !== undefined && weighed.decision.verdict !== "act") return weighed;
  return weighWith(round, facts, await stateNow(round, facts));
}

type Limits = Pick<DecisionInput, "pause" | "room">;

/** Undefined where what the round began with says nothing of the account that the subject turned out to be of. */
function begunState<Request>(round: Round<Request>, facts: Facts): Limits | undefined {
  const { begunWith, parts } = round;
  const { account } = facts.subject;
  if (begunWith === undefined || account === undefined || account !== begunWith.account) return undefined;
  return {
    pause: begunWith.isPaused ? "paused" : "running",
    room: roomFor(begunWith.reservations, reservationOf(round, facts), parts.settings.limits),
  };
}

async function stateNow<Request>(round: Round<Request>, facts: Facts): Promise<Limits> {
  const { responder, parts } = round;
  const { settings, store } = parts;
  const [pause, room] = await Promise.all([
    store.pauseOf(responder.action, facts.subject.account),
    store.room(reservationOf(round, facts), settings.limits),
  ]);
  return { pause, room };
}

function weighWith<Request>(round: Round<Request>, facts: Facts, { pause, room }: Limits): Weighed {
  const { responder, parts, nowMs, sighting, earlier, remembers } = round;
  const { settings } = parts;
  const { action } = responder;
  const signals =
    facts.signals === undefined
      ? undefined
      : {
          standing: standing(facts.signals, nowMs),
          weight: weightOfAll(facts.signals, nowMs),
          needed: settings.signalsToEnforce,
        };
  const input: DecisionInput = {
    action,
    nowMs,
    seenAtMs: sighting.seenAtMs,
    mode: moreCautious(modesIn(settings, facts.subject.account)[action], sighting.modeAtMost),
    limits: settings.limits,
    refusal: facts.refusal,
    nothingToDo: handledBefore(round, facts) ?? facts.nothingToDo,
    doubt: facts.doubt ?? (remembers ? undefined : "record-unwritable"),
    pause,
    signals,
    askAtMost: facts.askAtMost,
    room,
    approval: earlier?.value.approval,
  };
  const { verdict, reason } = decideIfEnforced({ ...input, approval: undefined });
  const ifEnforced = verdict === "act" ? ({ verdict: "done", reason } as const) : { verdict, reason };
  return { decision: decide(input), weighing: { mode: input.mode, signals, ifEnforced, askAtMost: facts.askAtMost } };
}

/** The room under the caps that this change would take. */
export function reservationOf<Request>({ id, nowMs, sighting }: Round<Request>, facts: Facts): Reservation {
  return { id, atMs: nowMs, account: facts.subject.account ?? "unknown", budget: sighting.budget };
}

/** What Warden itself has changed, or a person has put back, since the event: nothing is left to do about that event. */
function handledBefore<Request>({ newest, id, sighting }: Round<Request>, facts: Facts): SkipReason | undefined {
  if (newest === undefined || newest.id === id) return undefined;
  if (newest.state === "done" && facts.nothingToDo === "already-so") return "already-handled";
  const isOlder = sighting.seenAtMs !== undefined && sighting.seenAtMs <= newest.changedAtMs;
  return newest.state === "restored" && isOlder ? "already-handled" : undefined;
}
