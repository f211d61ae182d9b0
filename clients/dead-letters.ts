import { messageBody } from "../core/message-body";
import { callLimits } from "./call-limits";

/** Puts an event into a function's own dead-letter queue, in a form that the function takes when it is redriven. */
export async function deadLetter(queueUrl: string, event: object): Promise<void> {
  // Loaded here: few containers ever give something up.
  const { SendMessageCommand, SQSClient } = require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
  const client = new SQSClient(callLimits);
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageBody(event) }));
}
