import { callLimits } from "./call-limits";

export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  /** Removes it for good. */
  delete(): Promise<void>;
}

/** A function's dead-letter queue, as whoever redrives it sees it. Methods throw what SQS says. */
export interface DeadLetterQueue {
  /** Some of what waits, ten at most; none where nothing is to be had. What is not deleted shows again after some minutes. */
  receive(): Promise<readonly DeadLetter[]>;
}

/** How long what was received stays hidden: as long as a batch may take to be handed over. */
const hiddenSeconds = 300;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const mostMessages = 10;

export function deadLetterQueue(QueueUrl: string): DeadLetterQueue {
  const { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } =
    require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
  // The queue is in the stack's region; the host of its URL says no more than that.
  const client = new SQSClient({ ...callLimits, useQueueUrlAsEndpoint: false });
  return {
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: mostMessages,
          VisibilityTimeout: hiddenSeconds,
          // Without waiting SQS asks only some of its servers and may answer that there is nothing.
          WaitTimeSeconds: 1,
        }),
      );
      return Messages.flatMap(({ MessageId: id, Body: body, ReceiptHandle }) =>
        id === undefined || body === undefined
          ? []
          : [
              {
                id,
                body,
                delete: async () => void (await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
              },
            ],
      );
    },
  };
}
