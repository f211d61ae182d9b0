import { deadLetter } from "../../clients/dead-letters";
import type { BatchQueue } from "../../clients/message-batches";
import { batchQueue } from "../../clients/message-batches";
import { batchesOf } from "../../core/batches";
import type { StatedLine } from "../../core/splunk/said-message";
import { messageBody } from "../../core/message-body";
import { saidMessages } from "../../core/splunk/said-message";
import { log } from "../post-denials/audit";

/** Where statements go on their way to Splunk. */
export interface Outbox {
  note(line: StatedLine): void;
  /** Sends what was noted, in at most so much time. Never throws: telling Splunk is no reason to fail. */
  flush(withinMs: number): Promise<void>;
}

/** Statements that the queue did not take, as they wait in the function's own dead-letter queue; redriven, they are sent again. */
export interface UnsentStatements {
  readonly warden: "unsent";
  readonly bodies: readonly string[];
}

/** Of what was not sent, so many are kept in memory for the next invocation; the log has the others. */
const mostUnsure = 1_000;

/** Half of what SQS takes at once: bodies are written as text inside of a text. Bytes. */
const mostUnsentBytes = 100_000;

/**
 * The outbox of a function, for the queue `forward-events`. What that queue does not take is put into the function's own
 * dead-letter queue, whose alarm says so. What that one does not take either, or what there was no time for, is in the
 * function's log, which says so, and is sent with what the container states next: twice rather than not at all.
 */
export function outbox(queueUrl: string, deadLetterQueueUrl: string): Outbox {
  const noted: StatedLine[] = [];
  const unsure: string[] = [];
  const kept: { queue?: BatchQueue } = {};

  async function send(bodies: readonly string[]): Promise<void> {
    const refused = await (kept.queue ??= batchQueue(queueUrl)).send(bodies);
    await keepUnsent(refused, deadLetterQueueUrl);
  }

  return {
    note: (line) => void noted.push(line),
    async flush(withinMs) {
      const news = noted.splice(0).flatMap((line) => saidMessages(line).map(messageBody));
      const bodies = [...unsure.splice(0), ...news];
      if (bodies.length === 0) return;
      const limit = timeLimit(withinMs);
      try {
        await Promise.race([send(bodies), limit.over]);
      } catch (error) {
        unsure.push(...bodies.slice(-mostUnsure));
        log("not-forwarded", { statements: bodies.length, why: (error as Error).name });
      } finally {
        limit.clear();
      }
    },
  };
}

/** Sends statements that were redriven. Throws where the queue still does not take them all. */
export async function sendAgain(bodies: readonly string[], queueUrl: string): Promise<void> {
  const refused = await batchQueue(queueUrl).send(bodies);
  if (refused.length > 0) throw new Error(`the queue of forward-events did not take ${refused.length} statements`);
}

async function keepUnsent(bodies: readonly string[], deadLetterQueueUrl: string): Promise<void> {
  const bytesOf = (body: string) => Buffer.byteLength(body, "utf8");
  for (const batch of batchesOf(bodies, bytesOf, { bytes: mostUnsentBytes })) {
    const unsent: UnsentStatements = { warden: "unsent", bodies: batch };
    await deadLetter(deadLetterQueueUrl, unsent);
  }
  if (bodies.length > 0) log("forwarded-later", { statements: bodies.length, why: "they wait among the dead letters" });
}

function timeLimit(ms: number): { readonly over: Promise<never>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no time left"), { name: "TimeoutError" })), ms);
  });
  return { over, clear: () => clearTimeout(timer) };
}
