import type { EventCollector } from "../../clients/splunk";
import { collectorTimeoutMs } from "../../clients/splunk";
import { batchesOf } from "../../core/batches";
import type { Outcome } from "../../core/splunk/collector-answer";
import { outcomeOf } from "../../core/splunk/collector-answer";
import { log } from "../post-denials/audit";

/** One message of the queue, and the event that it becomes. */
export interface ForwardedEvent {
  readonly messageId: string;
  readonly body: string;
  readonly text: string;
}

export interface DeliveryParts {
  readonly collector: EventCollector;
  /** Keeps what Splunk can never take. */
  readonly giveUp: (body: string) => Promise<void>;
  /** Milliseconds until the invocation is cut off. */
  readonly remainingMs: () => number;
}

/** What became of the events. */
export interface Delivered {
  readonly taken: number;
  readonly givenUp: number;
  /** Those that nobody has taken yet, by the ids of their messages. */
  readonly back: readonly string[];
}

/** The collector took 1 MB at most for many releases; a load balancer before it may still. Bytes. */
const mostBatchBytes = 900_000;

/** Requests of one invocation: each event that Splunk blames costs one, and the rest of them can come again. */
const mostRequests = 25;

/** Left for giving up one event and for the answer. Milliseconds. */
const reserveMs = 4_000;

/**
 * Hands events to Splunk in batches. One that Splunk blames is given up alone and the others are sent without it; with the
 * first answer that blames none, all that is not taken goes back: Splunk is down, busy, or refuses the token.
 */
export async function deliver(
  events: readonly ForwardedEvent[],
  { collector, giveUp, remainingMs }: DeliveryParts,
  nowMs: number,
): Promise<Delivered> {
  const bytesOf = ({ text }: ForwardedEvent) => Buffer.byteLength(text, "utf8");
  const waiting = batchesOf(events, bytesOf, { bytes: mostBatchBytes });
  const back: ForwardedEvent[] = [];
  const count = { taken: 0, givenUp: 0, requests: 0 };
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    if (count.requests >= mostRequests || remainingMs() < collectorTimeoutMs + reserveMs) {
      back.push(...batch);
      continue;
    }
    count.requests += 1;
    const outcome = await send(batch, collector, nowMs);
    if (outcome.kind === "taken") count.taken += batch.length;
    else if (outcome.kind === "halves") waiting.unshift(...halvesOf(batch));
    else if (outcome.kind === "faulty") {
      const others = batch.filter((_, position) => position !== outcome.position);
      if (others.length > 0) waiting.unshift(others);
      const faulty = batch[outcome.position];
      if (faulty === undefined) continue;
      if (await isKept(faulty.body, giveUp)) count.givenUp += 1;
      else back.push(faulty);
    } else back.push(...batch, ...waiting.splice(0).flat());
  }
  return { taken: count.taken, givenUp: count.givenUp, back: back.map(({ messageId }) => messageId) };
}

async function send(batch: readonly ForwardedEvent[], collector: EventCollector, nowMs: number): Promise<Outcome> {
  try {
    const texts = batch.map(({ text }) => text);
    const { status, body } = await collector.post(texts, nowMs);
    const outcome = outcomeOf(status, body, batch.length);
    if (outcome.kind === "later") {
      if (outcome.isTokenRefused) collector.forgetToken();
      log("not-taken", { status, code: outcome.code ?? null, events: batch.length });
    }
    return outcome;
  } catch (error) {
    log("not-taken", { why: (error as Error).message.slice(0, 200), events: batch.length });
    return { kind: "later", isTokenRefused: false };
  }
}

function halvesOf<Entry>(batch: readonly Entry[]): Entry[][] {
  const half = Math.ceil(batch.length / 2);
  return [batch.slice(0, half), batch.slice(half)];
}

async function isKept(body: string, giveUp: DeliveryParts["giveUp"]): Promise<boolean> {
  try {
    await giveUp(body);
    return true;
  } catch {
    return false;
  }
}
