import { batchesOf } from "../core/batches";
import { callLimits } from "./call-limits";
import { withoutLog } from "./without-log";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const mostEntries = 10;

/** SQS counts all entries together; a queue of the older, smaller limit takes as many. Bytes. */
const mostBytes = 262_144;

/** Batches on their way at the same time. */
const mostAtOnce = 4;

/** A queue that takes many messages at once. */
export interface BatchQueue {
  /** Sends texts, each of at most 256 KB, in as few calls as there can be, and returns those that were not taken. Never throws. */
  send(bodies: readonly string[]): Promise<readonly string[]>;
}

/** A queue of SQS by its URL. */
export function batchQueue(queueUrl: string): BatchQueue {
  const kept: { client?: import("@aws-sdk/client-sqs").SQSClient } = {};

  async function sendBatch(bodies: readonly string[]): Promise<readonly string[]> {
    // Loaded with the first message: many events have nothing to be told of.
    const { SendMessageBatchCommand, SQSClient } =
      require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
    // The queue is in the function's own region; the host of its URL says no more than that.
    kept.client ??= withoutLog(new SQSClient({ ...callLimits, maxAttempts: 2, useQueueUrlAsEndpoint: false }));
    const Entries = bodies.map((MessageBody, position) => ({ Id: String(position), MessageBody }));
    const { Failed = [] } = await kept.client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return Failed.flatMap(({ Id }) => bodies[Number(Id)] ?? []);
  }

  return {
    async send(bodies) {
      const batches = batchesOf(bodies, (body) => Buffer.byteLength(body, "utf8"), {
        bytes: mostBytes,
        entries: mostEntries,
      });
      const refused: string[] = [];
      let isOpen = true;
      // The first goes alone: whatever keeps one batch out keeps out those behind it, and each would take its time to fail.
      for (let from = 0, to = 1; from < batches.length; from = to, to += mostAtOnce) {
        const some = batches.slice(from, to);
        const answers = isOpen ? await Promise.allSettled(some.map(sendBatch)) : [];
        for (const [position, batch] of some.entries()) {
          const answer = answers[position];
          if (answer?.status === "fulfilled") refused.push(...answer.value);
          else {
            isOpen = false;
            refused.push(...batch);
          }
        }
      }
      return refused;
    },
  };
}
