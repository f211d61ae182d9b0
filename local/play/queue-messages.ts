import { createHash } from "node:crypto";

import type { MessageAttributes } from "../account/message-attributes";

/** A message in a queue. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentMs: number;
  /** Events that it is about. */
  readonly eventIds: readonly string[];
  /** When it may be received next. */
  visibleMs: number;
  receiveCount: number;
  firstReceivedMs?: number;
}

/** The event that an event source mapping invokes its function with. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function queueEvent(messages: readonly QueueMessage[], queueArn: string, senderId: string): object {
  return {
    Records: messages.map(({ id, body, attributes, sentMs, receiveCount, firstReceivedMs }) => ({
      messageId: id,
      receiptHandle: `${id}/${receiveCount}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SentTimestamp: String(sentMs),
        SenderId: senderId,
        ApproximateFirstReceiveTimestamp: String(firstReceivedMs),
      },
      messageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { type, value }]) => [
          name,
          { [type.startsWith("Binary") ? "binaryValue" : "stringValue"]: value, dataType: type },
        ]),
      ),
      md5OfBody: createHash("md5").update(body, "utf8").digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(":")[3],
    })),
  };
}

/**
 * The messages of the batch that the function's answer names as failed: all of them where the answer is not of the
 * documented form or names a message that is not in the batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessages(result: unknown, batch: readonly QueueMessage[]): readonly QueueMessage[] {
  if (result === undefined || result === null || result === "") return [];
  if (typeof result !== "object") return batch;
  const { batchItemFailures } = result as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return batch;
  const failed = batchItemFailures.map((failure: unknown) => {
    const { itemIdentifier } = (failure ?? {}) as { itemIdentifier?: unknown };
    return batch.find(({ id }) => id === itemIdentifier);
  });
  return failed.includes(undefined) ? batch : failed.filter((message) => message !== undefined);
}
