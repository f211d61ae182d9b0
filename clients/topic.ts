import { callLimits } from "./call-limits";

/** A topic that the program's own functions talk over. */
export interface Topic {
  /** Publishes a text of at most 256 KB, for people under a subject as `mailSubject` makes it. Throws what SNS says. */
  publish(message: string, subject?: string): Promise<void>;
}

/** A topic of SNS by its ARN. */
export function snsTopic(topicArn: string): Topic {
  const kept: { client?: import("@aws-sdk/client-sns").SNSClient } = {};
  return {
    async publish(message, subject) {
      // Loaded with the first message: most events have nothing to say.
      const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
      kept.client ??= new SNSClient(callLimits);
      await kept.client.send(new PublishCommand({ TopicArn: topicArn, Message: message, Subject: subject }));
    },
  };
}
