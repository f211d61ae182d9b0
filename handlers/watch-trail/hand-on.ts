import type { DelayQueue } from "../../clients/queue";
import { delayQueue } from "../../clients/queue";
import type { ReadLogEvent } from "../../core/cloudtrail/envelope";
import { eventIdOf } from "../../core/cloudtrail/event-id";
import type { HandedOnTo } from "../../core/cloudtrail/handed-on";
import { eventOfCall, handedOnPattern, handedOnTo } from "../../core/cloudtrail/handed-on";
import { messageBody } from "../../core/message-body";
import { compileFilterPattern } from "../../core/filter-pattern/compile";
import type { HandedOnMessage } from "../actions/handed-on-message";
import { log } from "../post-denials/audit";

/** Hands calls that EventBridge may not have told of to the functions that act on them. */
export type HandOn = (logEvents: readonly ReadLogEvent[]) => Promise<void>;

/** SQS takes 256 KB; no call that is handed on comes near. */
const mostBytes = 250_000;

/** Event and record set out together: with a start, the event is dealt with first, and the record is no news. */
const startSeconds = 45;

/**
 * Once per container. `queueUrls` is JSON: the URL of the queue that wakes each function, by its name. An event that comes again is
 * handed on again: each function knows by its id what it has dealt with.
 */
export function handOn(queueUrls: string | undefined): HandOn {
  const urls = JSON.parse(queueUrls ?? "{}") as Partial<Record<HandedOnTo, string>>;
  const kept: { matches?: (record: unknown) => boolean; queues: Partial<Record<HandedOnTo, DelayQueue>> } = {
    queues: {},
  };

  async function send(to: HandedOnTo, message: HandedOnMessage): Promise<void> {
    const url = urls[to];
    if (url === undefined) return;
    if (Buffer.byteLength(messageBody(message)) > mostBytes) {
      log("not-handed-on", { to, eventIds: [message.record], why: "too large for a queue" });
      return;
    }
    await (kept.queues[to] ??= delayQueue(url)).send(message, startSeconds);
  }

  return async (logEvents) => {
    const seen = new Set<string>();
    for (const { record } of logEvents) {
      const to = record === undefined ? undefined : handedOnTo(record);
      if (record === undefined || to === undefined) continue;
      if (!(kept.matches ??= compileFilterPattern(handedOnPattern))(record)) continue;
      const eventId = eventIdOf(record);
      if (eventId === undefined || seen.has(eventId)) continue;
      seen.add(eventId);
      await send(to, { warden: "handed-on", record: eventId, event: eventOfCall(record) });
    }
  };
}
