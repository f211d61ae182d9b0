import { isGiven, known, notKnown } from "./known";
import type { DeclaredResource, ResourceRule } from "./rule";
import { isOpenToEverybody, statementsOf } from "./statements";

export const topicType = "aws:sns/topic:Topic";
export const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";
const queueType = "aws:sqs/queue:Queue";
const queuePolicyType = "aws:sqs/queuePolicy:QueuePolicy";

/** AWS's own keys, whose policies nobody can open to the services that publish. */
const ownKeyOfAws = /(?:^|\/|:)alias\/aws\//;

function* openStatements({ properties }: DeclaredResource) {
  for (const statement of statementsOf(properties.policy))
    if (isOpenToEverybody(statement)) yield `statement ${statement.label} of its policy lets everybody in`;
}

export const messagingRules: readonly ResourceRule[] = [
  {
    name: "topic-encrypted",
    description:
      "A topic is encrypted with a customer key, which CloudWatch, EventBridge and S3 can be allowed to use.",
    severity: "high",
    steps: "Give kmsMasterKeyId a key of your own; with alias/aws/sns these services publish nothing, and say nothing.",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    types: [topicType],
    *check({ properties: { kmsMasterKeyId } }) {
      if (!isGiven(kmsMasterKeyId)) yield "kmsMasterKeyId is not set";
      else if (kmsMasterKeyId !== notKnown && ownKeyOfAws.test(String(kmsMasterKeyId)))
        yield `${String(kmsMasterKeyId)} is a key that no service may publish with`;
    },
  },
  {
    name: "topic-not-public",
    description: "Only those who are named may publish to a topic, or subscribe to it.",
    severity: "critical",
    steps: "Name the service or account, with aws:SourceAccount for a service.",
    types: [topicType, topicPolicyType],
    check: openStatements,
  },
  {
    name: "queue-encrypted",
    description: "A queue is encrypted, and not with a key that keeps services from sending to it.",
    severity: "high",
    steps: "Set sqsManagedSseEnabled, or give kmsMasterKeyId a key of your own.",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    types: [queueType],
    *check({ properties: { kmsMasterKeyId, sqsManagedSseEnabled } }) {
      if (kmsMasterKeyId !== notKnown && ownKeyOfAws.test(String(kmsMasterKeyId ?? "")))
        yield `${String(kmsMasterKeyId)} is a key that no service may send with`;
      else if (!isGiven(kmsMasterKeyId) && known(sqsManagedSseEnabled) !== true)
        yield "sqsManagedSseEnabled is not set";
    },
    fix: ({ properties: { kmsMasterKeyId, sqsManagedSseEnabled } }) =>
      isGiven(kmsMasterKeyId) || sqsManagedSseEnabled === true || sqsManagedSseEnabled === notKnown
        ? []
        : [{ path: ["sqsManagedSseEnabled"], value: true }],
  },
  {
    name: "queue-not-public",
    description: "Only those who are named may send to a queue, or read it.",
    severity: "critical",
    steps: "Name the service or account, with aws:SourceArn and aws:SourceAccount for a service.",
    types: [queueType, queuePolicyType],
    check: openStatements,
  },
];
