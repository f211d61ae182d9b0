import type { Decision } from "../../core/actions/decide";
import type { ActionRecord } from "../../core/actions/record";
import { mostOfOneKind } from "../../core/actions/sight";
import { act, complete } from "./act";
import { log } from "../post-denials/audit";
import { logDecided } from "./audit";
import { compose } from "./compose";
import { fail } from "./fail";
import { conclude, finish } from "./finish";
import type { ResponderParts } from "./parts";
import { isLastOfItsKind, isQuiet, isToldElsewhere, keepQuiet } from "./quiet";
import { isClaimed, remember } from "./remember";
import type { Facts, Responder } from "./responder";
import type { Round } from "./round";
import { beginRound, versionOf } from "./round";
import { tell } from "./tell";
import { factsOutOfReach, isOutOfReachTold } from "./unreachable";
import type { Weighed } from "./weigh";
import { weigh } from "./weigh";

/** How long a question may be answered. */
export const askedForMs = 1_800_000;

/** Rounds of one request where other invocations write the same record or subject at the same time. */
const mostConflicts = 4;

/**
 * Decides on one request and carries the decision out: the one way in which anything is ever changed. Returns when people
 * are told, or need not be. Throws where the event has to come again: after its last try it is in the dead-letter queue.
 */
export async function respond<Request>(
  request: Request,
  responder: Responder<Request>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  for (let count = 0; count < mostConflicts; count += 1) {
    const round = await beginRound(request, responder, parts, nowMs);
    if (isClaimed(round)) throw busy(round);
    if (isSettled(round.earlier?.value)) return settle(round);
    if (isDealtWithBefore(round)) {
      log("second-road", { action: responder.action, eventIds: round.sighting.eventIds });
      return;
    }
    if ((await decideAndCarryOut(round)) !== "conflict") return;
  }
  throw new Error(`${responder.action}: other invocations wrote the same record ${mostConflicts} times`);
}

/**
 * Whether the event has been decided on already and only counted, as a repetition that people need not hear of: such a one leaves
 * no record. The trail's records come minutes after EventBridge, when the subject's newest decision may be another.
 */
function isDealtWithBefore({ earlier, memory, parts, sighting }: Round<unknown>): boolean {
  const known = memory?.value.eventIds ?? [];
  return (
    parts.isSecondRoad === true &&
    earlier === undefined &&
    sighting.eventIds.length > 0 &&
    sighting.eventIds.every((id) => known.includes(id))
  );
}

/** Takes up a question that a person has said yes to. Every check is made again; only the question is not asked again. */
export async function respondToApproval<Request>(
  record: ActionRecord,
  responder: Responder<Request>,
  parts: ResponderParts,
  nowMs: number,
): Promise<void> {
  const request = record.request as Request;
  for (let count = 0; count < mostConflicts; count += 1) {
    const round = await beginRound(request, responder, parts, nowMs);
    if (isClaimed(round)) throw busy(round);
    const kept = round.earlier?.value;
    if (kept === undefined) throw new Error(`the record ${record.id} can't be read`);
    if (kept.approval === undefined || (kept.state !== "asked" && isSettled(kept))) return settle(round);
    if ((await decideAndCarryOut(round)) !== "conflict") return;
  }
  throw new Error(`${responder.action}: other invocations wrote the same record ${mostConflicts} times`);
}

function busy({ responder, sighting }: Round<unknown>): Error {
  return new Error(
    `${responder.action}: another invocation is at work on ${sighting.subject.kind} …${sighting.subject.id.slice(-4)}`,
  );
}

/** What was cut short or has failed is tried again; everything else stands. */
function isSettled(record: ActionRecord | undefined): boolean {
  return record !== undefined && record.state !== "begun" && record.state !== "failed";
}

/** A second delivery, or a retry after people could not be told: tells what is left to tell, and changes nothing. */
async function settle<Request>(round: Round<Request>): Promise<void> {
  const { earlier, responder, parts, nowMs, sighting } = round;
  if (earlier === undefined) return;
  if (earlier.value.told && parts.isSecondRoad !== true) {
    logDecided({
      action: responder.action,
      subject: earlier.value.subject,
      verdict: "skip",
      reason: "already-handled",
      eventIds: sighting.eventIds,
      record: earlier.value.id,
    });
  }
  if (earlier.value.told) await finish(earlier, responder, parts, nowMs);
  else await conclude(round, earlier);
}

async function decideAndCarryOut<Request>(round: Round<Request>): Promise<"conflict" | undefined> {
  const { responder, request, nowMs, earlier, parts } = round;
  let facts: Facts | undefined;
  let weighed: Weighed;
  try {
    const already = earlier?.value.before === undefined ? false : await responder.isAlreadyDone(earlier.value);
    if (already !== false) {
      await complete(round, { outcome: "done", after: already.after }, undefined);
      return undefined;
    }
    facts = await responder.lookAt(request, nowMs);
    weighed = await weigh(round, facts);
    const { account } = facts.subject;
    if (weighed.decision.verdict === "act" && account !== undefined) await parts.reach?.prepare(account);
  } catch (error) {
    const unreached = factsOutOfReach(error, round, facts);
    if (unreached !== undefined) return refuseOutOfReach(round, unreached);
    await fail(round, { error });
    return undefined;
  }
  if (weighed.decision.verdict !== "act") return tellOf(round, facts, weighed, weighed.decision);
  const unacted = await act(round, facts, weighed);
  if (unacted === undefined || unacted === "conflict") return unacted;
  return tellOf(round, facts, weighed, { verdict: "notify", reason: unacted.doubt });
}

/** Told once an hour for an account, whatever else happens in it: its role is one thing for people to mend. */
async function refuseOutOfReach<Request>(round: Round<Request>, facts: Facts): Promise<"conflict" | undefined> {
  const weighed = await weigh(round, facts);
  const { decision } = weighed;
  if (decision.verdict === "act") throw new Error(`${round.responder.action}: out of reach, and not refused`);
  if (!(await isOutOfReachTold(round, facts))) return tellOf(round, facts, weighed, decision);
  const { verdict, reason } = decision;
  const { subject } = facts;
  const { eventIds } = round.sighting;
  logDecided({ action: round.responder.action, subject, verdict, reason, eventIds, record: round.id });
  await keepQuiet(round, compose(round, { state: "told", verdict, reason, facts, weighed }), { always: true });
  return undefined;
}

/** Everything but a change: a question, or word of why nothing is changed. */
async function tellOf<Request>(
  round: Round<Request>,
  facts: Facts,
  weighed: Weighed,
  decision: Exclude<Decision, { verdict: "act" }>,
): Promise<"conflict" | undefined> {
  const { responder, parts, nowMs, sighting } = round;
  const { verdict, reason } = decision;
  const { ifEnforced } = weighed.weighing;
  const about = {
    ...{ action: responder.action, subject: facts.subject, verdict, reason, ifEnforced },
    eventIds: sighting.eventIds,
  };
  if (isToldElsewhere(round, decision)) {
    logDecided({ ...about, record: round.id });
    await keepQuiet(round, compose(round, { state: "told", verdict, reason, facts, weighed }), { always: true });
    return undefined;
  }
  const sight = facts.sight ?? sighting.sight;
  if (isSilent(round, { verdict, reason, sight })) {
    if (parts.isSecondRoad === true) {
      // Whoever told of it first has stated the same, most likely, and keeps no record of what people need not hear.
      log("second-road", { action: responder.action, verdict, reason, eventIds: sighting.eventIds });
      return undefined;
    }
    logDecided({ ...about, record: round.newest?.id });
    const ends = reason === "not-public";
    await keepQuiet(round, compose(round, { state: "told", verdict, reason, facts, weighed }), { ends });
    return undefined;
  }
  const said = isLastOfItsKind(round, { verdict, reason, sight }) ? withLastLine(facts) : facts;
  const record: ActionRecord = {
    ...compose(round, { state: verdict === "ask" ? "asked" : "told", verdict, reason, facts: said, weighed }),
    ...(verdict === "ask" ? { askedUntilMs: nowMs + askedForMs } : {}),
  };
  const recorded = await isWritten(() => parts.store.saveRecord(record, versionOf(round)));
  if (recorded === false) return "conflict";
  if (recorded === "unwritable") {
    // A question that is not kept can't be answered.
    const unkept = verdict === "ask" ? { ...record, state: "told" as const, ...unrecorded } : record;
    logDecided({ ...about, verdict: unkept.verdict, reason: unkept.reason });
    const { failure, record: told } = await tell(unkept, parts, nowMs, { recorded: false });
    await remember(round, told);
    if (failure !== undefined) throw failure;
    return undefined;
  }
  logDecided({ ...about, record: record.id });
  await conclude(round, { value: record, version: versionOf(round) + 1 });
  return undefined;
}

const unrecorded = Object.freeze({ verdict: "notify", reason: "record-unwritable", askedUntilMs: undefined } as const);

function isSilent<Request>(round: Round<Request>, { verdict, reason, sight }: Parameters<typeof isQuiet>[1]): boolean {
  if (round.earlier?.value.approval !== undefined) return false;
  // Most changes of a bucket's policy make nothing public: to tell of each would bury those that do.
  return reason === "already-handled" || reason === "not-public" || isQuiet(round, { verdict, reason, sight });
}

function withLastLine(facts: Facts): Facts {
  const line = `${mostOfOneKind} of this kind within the hour: what more of it comes stands in the function's log alone`;
  return { ...facts, report: { ...facts.report, seen: [line, ...facts.report.seen] } };
}

async function isWritten(write: () => Promise<boolean>): Promise<boolean | "unwritable"> {
  try {
    return await write();
  } catch {
    return "unwritable";
  }
}
