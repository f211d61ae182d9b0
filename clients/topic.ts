import { callLimits } from "./call-limits";

/** A topic that the program's own functions talk over. */
export interface Topic {
  /** Publishes a text of at most 256 KB, for people under a subject as `mailSubject` makes it. Throws what SNS says. */
  publish(message: string, subject?: string): Promise<void>;
}

/** A topic that can get ready for a message that is still being made. */
export interface PreparedTopic extends Topic {
  /** Loads what publishing takes while something else is waited for. What fails of it fails with the message. */
  prepare(): void;
}

/** A topic of SNS by its ARN. */
export function snsTopic(topicArn: string): PreparedTopic {
  const kept: { client?: import("@aws-sdk/client-sns").SNSClient } = {};
  // Loaded with the first message: most events have nothing to say.
  const sns = () => require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
  const client = () => (kept.client ??= new (sns().SNSClient)(callLimits));
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
    async publish(message, subject) {
      const { PublishCommand } = sns();
      await client().send(new PublishCommand({ TopicArn: topicArn, Message: message, Subject: subject }));
    },
  };
}
