import { textAt } from "../core/cloudtrail/record";
import type { ProbeArrival, SentProbe } from "../core/probe/probe-call";
import { log } from "./post-denials/audit";
import { lookBack } from "./probe/look-back";
import type { ProbeParts } from "./probe/parts";
import { probeParts } from "./probe/parts";
import { raise } from "./probe/raise";
import type { SentCall } from "./probe/send";
import { sendProbe } from "./probe/send";
import type { ProbeSettings } from "./probe/settings";

/** CloudTrail delivers within five minutes on average; a probe that is not there after this is missing. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
const deliveryMs = 30 * 60_000;

/** Between two daily probes there is a day; the ticks of one morning are closer together than this. */
const apartMs = 12 * 3_600_000;

/** What a tick answers; a local run uses it to leave out ticks that would do nothing. */
export interface ProbeTick {
  /** ISO time before which a tick has nothing to do. */
  readonly nothingDueBefore?: string;
}

/** What `warden verify` is answered of a call that it asked for. */
export interface VerifyAnswer {
  readonly arrival?: ProbeArrival;
}

/**
 * Makes the handler of `probe`, once per container. Two kinds of event come in: a tick of its schedule, of which the first each day
 * makes a denied call and a later one looks what became of it, and the question of `warden verify`.
 */
export function probe(settings: ProbeSettings): (event: unknown) => Promise<ProbeTick | SentCall | VerifyAnswer> {
  return async (event) => handleProbe(event, probeParts(settings), Date.now());
}

export async function handleProbe(
  event: unknown,
  parts: ProbeParts,
  nowMs: number,
): Promise<ProbeTick | SentCall | VerifyAnswer> {
  if (textAt(event, "warden") !== "verify") return tick(parts, nowMs);
  const id = textAt(event, "id");
  if (id === undefined) return sendProbe("verify", parts, nowMs);
  const arrival = await parts.store.arrival(id);
  return arrival === undefined ? {} : { arrival };
}

async function tick(parts: ProbeParts, nowMs: number): Promise<ProbeTick> {
  const { store } = parts;
  const latest = await store.latest();
  if (latest?.isJudged === false) {
    const judgedAtMs = latest.sent.sentAtMs + deliveryMs;
    if (nowMs < judgedAtMs) return { nothingDueBefore: new Date(judgedAtMs).toISOString() };
    await judge(latest.sent, parts, nowMs);
    await store.saveLatest({ ...latest, isJudged: true });
  }
  if (latest !== undefined && nowMs - latest.sent.sentAtMs < apartMs) return {};
  return sendDaily(parts, nowMs);
}

async function judge(sent: SentProbe, parts: ProbeParts, nowMs: number): Promise<void> {
  const { arrival, faults } = await lookBack(sent, parts);
  log("probe-judged", { id: sent.id, arrived: arrival !== undefined, faults: faults.length });
  if (faults.length > 0) await raise(faults, parts, nowMs);
}

async function sendDaily(parts: ProbeParts, nowMs: number): Promise<ProbeTick> {
  const { probe: sent, outcome } = await sendProbe("daily", parts, nowMs);
  if (outcome === "allowed") {
    const what = "the probe's call was not denied: its role has been given what it is to lack";
    await raise([{ what, tell: ["slack", "mail"] }], parts, nowMs);
  }
  await parts.store.latest();
  await parts.store.saveLatest({ sent, isJudged: outcome === "allowed" });
  return { nothingDueBefore: new Date(nowMs + deliveryMs).toISOString() };
}
