import type { DeadLetterQueue } from "../clients/dead-letter-queue";
import { redrivableEvent } from "../core/dead-letters/redrivable-event";
import { awsFailure } from "./aws-failure";

export interface RedriveCounts {
  readonly redriven: number;
  /** Without an event in them. */
  readonly unreadable: number;
  /** Left in the queue since they could not be handed over, and why the first one could not. */
  readonly failed: number;
  readonly why?: string | undefined;
  /** Handed over and still in the queue: the function will get them once more. */
  readonly undeleted: number;
}

/** Hands the queue's events over, each once, until none is left or `most` were received. Throws where the queue can't be read. */
export async function redriveQueue(
  queue: DeadLetterQueue,
  handOver: (event: unknown) => Promise<void>,
  most: number,
): Promise<RedriveCounts> {
  const counts = { redriven: 0, unreadable: 0, failed: 0, undeleted: 0, why: undefined as string | undefined };
  const seen = new Set<string>();
  for (let empty = 0; empty < mostEmptyAnswers && seen.size < most;) {
    const letters = (await queue.receive()).filter(({ id }) => !seen.has(id)).slice(0, most - seen.size);
    empty = letters.length === 0 ? empty + 1 : 0;
    for (const letter of letters) {
      seen.add(letter.id);
      const event = redrivableEvent(letter.body);
      if (event === undefined) {
        counts.unreadable += 1;
        continue;
      }
      try {
        await handOver(event);
      } catch (error) {
        counts.failed += 1;
        counts.why ??= awsFailure(error).message;
        continue;
      }
      counts.redriven += 1;
      await letter.delete().catch(() => void (counts.undeleted += 1));
    }
  }
  return counts;
}

/** SQS may answer with nothing although something waits. */
const mostEmptyAnswers = 2;
