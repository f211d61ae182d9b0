import { batchesOf } from "../core/batches";
import { callLimits } from "./call-limits";

/** A topic that the program's own functions talk over. */
export interface Topic {
  /** Publishes a text of at most 256 KB, for people under a subject as `mailSubject` makes it. Throws what SNS says. */
  publish(message: string, subject?: string): Promise<void>;
}

/** A topic for more than one message at a time. */
export interface BatchTopic extends PreparedTopic {
  /**
   * Publishes texts of at most 256 KB, in as few calls as there can be, and says of each by its position why it was not taken,
   * or undefined. Never throws.
   */
  publishEach(messages: readonly string[]): Promise<readonly (Error | undefined)[]>;
}

/** A topic that can get ready for a message that is still being made. */
export interface PreparedTopic extends Topic {
  /** Loads what publishing takes while something else is waited for. What fails of it fails with the message. */
  prepare(): void;
}

/** A batch: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const mostEntries = 10;

/** Bytes of a batch's messages together. */
const mostBytes = 262_144;

/** A topic of SNS by its ARN. */
export function snsTopic(topicArn: string): BatchTopic {
  const kept: { client?: import("@aws-sdk/client-sns").SNSClient } = {};
  // Loaded with the first message: most events have nothing to say.
  const sns = () => require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
  const client = () => (kept.client ??= new (sns().SNSClient)(callLimits));

  async function publish(message: string, subject?: string): Promise<void> {
    const { PublishCommand } = sns();
    await client().send(new PublishCommand({ TopicArn: topicArn, Message: message, Subject: subject }));
  }

  async function publishBatch(messages: readonly string[]): Promise<(Error | undefined)[]> {
    const { PublishBatchCommand } = sns();
    const PublishBatchRequestEntries = messages.map((Message, position) => ({ Id: String(position), Message }));
    const refused = new Map<string | undefined, Error>();
    const failure = await failureOf(async () => {
      const { Failed = [] } = await client().send(
        new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }),
      );
      for (const { Id, Code, Message } of Failed) refused.set(Id, new Error(`SNS: ${Code}: ${Message}`));
    });
    return messages.map((_, position) => failure ?? refused.get(String(position)));
  }

  return {
    prepare() {
      setImmediate(() => {
        try {
          client();
        } catch {
          // The message says why.
        }
      });
    },
    publish,
    async publishEach(messages) {
      const [only] = messages;
      if (only !== undefined && messages.length === 1) return [await failureOf(() => publish(only))];
      const failures: (Error | undefined)[] = [];
      for (const batch of batchesOf(messages, (text) => Buffer.byteLength(text), {
        bytes: mostBytes,
        entries: mostEntries,
      })) {
        failures.push(...(await publishBatch(batch)));
      }
      return failures;
    },
  };
}

async function failureOf(call: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
