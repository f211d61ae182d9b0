import { messageBody } from "../core/message-body";
import { callLimits } from "./call-limits";

/** The longest that SQS holds a message back. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const longestDelaySeconds = 900;

/** A queue that hands messages over later. */
export interface DelayQueue {
  /** Sends plain data, to be received after `delaySeconds` (at most `longestDelaySeconds` of them). Throws what SQS says. */
  send(message: object, delaySeconds: number): Promise<void>;
}

/** A queue of SQS by its URL. */
export function delayQueue(queueUrl: string): DelayQueue {
  const kept: { client?: import("@aws-sdk/client-sqs").SQSClient } = {};
  return {
    async send(message, delaySeconds) {
      // Loaded with the first message: most events have nothing to put off.
      const { SendMessageCommand, SQSClient } = require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
      // The queue is in the function's own region; the host of its URL says no more than that.
      kept.client ??= new SQSClient({ ...callLimits, useQueueUrlAsEndpoint: false });
      const DelaySeconds = Math.min(longestDelaySeconds, Math.max(0, Math.ceil(delaySeconds)));
      await kept.client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageBody(message), DelaySeconds }),
      );
    },
  };
}
