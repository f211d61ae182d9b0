import { plainTextOf } from "../core/slack/plain-text";
import type { MessageChannel } from "./slack";

/** SNS takes a subject of at most 100 printable ASCII characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const longestSubject = 100;

/** The same messages as e-mail through a topic, for a stack without Slack. */
export function mailChannel(topicArn: string): MessageChannel {
  const kept: { client?: import("@aws-sdk/client-sns").SNSClient } = {};
  return {
    updates: false,
    prepare() {},
    async post(message) {
      // Loaded with the first message: an event that has nothing to say does not pay for the client.
      const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
      kept.client ??= new SNSClient({});
      const subject = message.text.replace(/[^\x20-\x7e]/g, "").trim() || "Denied calls";
      await kept.client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject.slice(0, longestSubject),
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
