import type { BadProgram } from "./bad-programs";
import { document } from "./small-program";
import { keyStatements } from "./small-program-data";

const everybody = { Sid: "Everybody", Effect: "Allow", Principal: "*", Resource: "*" };

/** Faults of topics, queues, keys and tags. */
export const badMessaging: readonly BadProgram[] = [
  {
    policy: "topic-encrypted",
    fault: "AWS's own key, with which no service can publish",
    changes: { topic: { kmsMasterKeyId: "alias/aws/sns" } },
    resource: "alerts",
  },
  {
    policy: "topic-encrypted",
    fault: "no key",
    changes: { topic: { kmsMasterKeyId: undefined } },
    resource: "alerts",
  },
  {
    policy: "topic-not-public",
    fault: "a topic for everybody",
    changes: { topicStatements: [{ ...everybody, Action: "sns:Publish" }] },
    resource: "alerts",
  },
  {
    policy: "queue-encrypted",
    fault: "a queue in clear",
    changes: { queue: { sqsManagedSseEnabled: false } },
    resource: "failed",
  },
  {
    policy: "queue-not-public",
    fault: "a queue for everybody",
    changes: { queueStatements: [{ ...everybody, Action: "sqs:SendMessage" }] },
    resource: "failed",
  },
  {
    policy: "key-rotation",
    fault: "the same key for ever",
    changes: { key: { enableKeyRotation: false } },
    resource: "own",
  },
  {
    policy: "key-not-public",
    fault: "a key for everybody",
    changes: { keyStatements: [...keyStatements, { ...everybody, Action: "kms:Decrypt" }] },
    resource: "own",
  },
  {
    policy: "key-open-to-eventbridge",
    fault: "a condition that EventBridge never meets",
    changes: {
      keyStatements: keyStatements.map((statement) =>
        statement.Sid === "Events"
          ? { ...statement, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }
          : statement,
      ),
    },
    resource: "own",
  },
  {
    policy: "key-open-to-publishers",
    fault: "a topic for EventBridge under a key that is not",
    changes: { keyStatements: keyStatements.filter(({ Sid }) => Sid !== "Events") },
    resource: "alerts",
  },
  {
    policy: "stack-tag",
    fault: "a queue of another stack",
    changes: { queue: { tags: { "api-warden:stack": "another" } } },
    resource: "failed",
  },
  {
    policy: "no-wildcard-action",
    fault: "a policy inside the role, which a preview knows",
    changes: {
      role: {
        inlinePolicies: [
          { name: "all", policy: document([{ Effect: "Allow", Action: "*", Resource: "arn:aws:sqs:eu-west-1:1:a" }]) },
        ],
      },
    },
    resource: "worker",
  },
];
