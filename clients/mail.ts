import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import { plainTextOf } from "../core/slack/plain-text";
import type { MessageChannel } from "./slack";

/** SNS takes a subject of at most 100 printable ASCII characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const longestSubject = 100;

/** The same messages as e-mail through a topic, for a stack without Slack. */
export function mailChannel(topicArn: string): MessageChannel {
  const client = new SNSClient({});
  return {
    updates: false,
    async post(message) {
      const subject = message.text.replace(/[^\x20-\x7e]/g, "").trim() || "Denied calls";
      await client.send(
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
