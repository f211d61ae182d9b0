import { mailSubject } from "../core/mail/subject";
import { plainTextOf } from "../core/slack/plain-text";
import { callLimits } from "./call-limits";
import type { MessageChannel } from "./slack";

/** The same messages as e-mail through a topic, for a stack without Slack. */
export function mailChannel(topicArn: string): MessageChannel {
  const kept: { client?: import("@aws-sdk/client-sns").SNSClient } = {};
  return {
    updates: false,
    prepare() {},
    async post(message) {
      // Loaded with the first message: an event that has nothing to say does not pay for the client.
      const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
      kept.client ??= new SNSClient(callLimits);
      await kept.client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: mailSubject(message.text, "Denied calls"),
          Message: plainTextOf(message),
        }),
      );
      return undefined;
    },
    async update() {
      throw new Error("an e-mail can't be updated");
    },
  };
}
