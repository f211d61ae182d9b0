import { webhookStack } from "../../support/laid-out-program";

/** A topic or a queue of somebody else's, in the account of the local run and in another. */
const announcing = {
  topic: "arn:aws:sns:us-east-1:777788889999:log-archive",
  queue: "arn:aws:sqs:us-east-1:123456789012:announced",
};

const bucket = { bucket: "audit-logs", prefix: "AWSLogs/" };

/** A stack that keeps tickets and announces its trail's log files to a SIEM. */
export const siemStack: Readonly<Record<string, unknown>> = Object.freeze({
  ...webhookStack,
  "api-warden:siem": { logFiles: true },
  "api-warden:jira": {
    url: "https://example.atlassian.net",
    project: "SEC",
    issueType: "Task",
    user: "warden@example.com",
    tokenSecret: "jira-token",
  },
});

/** Stacks whose trail is read from its bucket, by what announces new log files. */
export const topicStack: Readonly<Record<string, unknown>> = Object.freeze({
  ...webhookStack,
  "api-warden:trail": { ...bucket, topic: announcing.topic },
});

export const queueStack: Readonly<Record<string, unknown>> = Object.freeze({
  ...webhookStack,
  "api-warden:trail": { ...bucket, queue: announcing.queue },
});
