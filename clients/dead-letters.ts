import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** Puts an event into a function's own dead-letter queue, in a form that the function takes when it is redriven. */
export async function deadLetter(queueUrl: string, event: object): Promise<void> {
  const client = new SQSClient({});
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event) }));
}
