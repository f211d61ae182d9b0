import { keyNeeds } from "../encryption";
import { optionalText, refuseOtherFields, requiredText } from "../input-fields";
import { queryAttributes } from "../message-attributes";
import { queryProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Input, Plan, ResourceEvents, ServiceDefinition } from "../types";

export interface TopicSetup {
  readonly arn: string;
  /** Customer managed key; a publisher then needs `kms:GenerateDataKey` and `kms:Decrypt` on it. */
  readonly kmsKeyArn?: string;
  /** Its policy, as JSON. */
  readonly policy?: string;
}

export interface SubscriptionSetup {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** False until somebody has followed the link in the mail. */
  readonly isConfirmed: boolean;
}

declare module "../types" {
  interface AccountSetup {
    readonly topics?: readonly TopicSetup[];
    readonly subscriptions?: readonly SubscriptionSetup[];
  }
}

/** Amazon SNS API Reference, Publish: "Messages … at most 262,144 bytes". */
const LARGEST_MESSAGE_BYTES = 262_144;

/** Publish: a subject is ASCII, begins with a letter, number or punctuation, has no control characters, at most 100. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

const refusal = (message: string) => new ServiceError("InvalidParameter", `Invalid parameter: ${message}`);

/** PublishBatch: at most ten entries, ids of up to 80 letters, digits, hyphens and underscores. */
const LARGEST_BATCH = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/** SNS: `Publish` and `PublishBatch` to a standard topic; each message leaves as an `sns-publish` event. Looking at topics and subscriptions. */
export const service: ServiceDefinition = {
  name: "sns",
  protocol: queryProtocol("http://sns.amazonaws.com/doc/2010-03-31/", "AuthorizationError"),
  create: (account) => {
    const topics = new Map<string, TopicSetup>();
    const subscriptions = new Map<string, SubscriptionSetup>();
    let published = 0;
    const nextId = () => `00000000-0000-5000-8000-${String((published += 1)).padStart(12, "0")}`;
    return {
      put: (resources) => {
        resources.topics?.forEach((topic) => topics.set(topic.arn, topic));
        resources.subscriptions?.forEach((one) => subscriptions.set(one.arn, one));
      },
      operations: {
        Publish: { writes: true, plan: (input) => planPublish(input, account, topics, nextId) },
        PublishBatch: { writes: true, plan: (input) => planPublishBatch(input, account, topics, nextId) },
        GetTopicAttributes: {
          writes: false,
          plan: (input) => planLook("GetTopicAttributes", input, topics, (topic) => attributesOf(topic, subscriptions)),
        },
        ListSubscriptionsByTopic: {
          writes: false,
          plan: (input) =>
            planLook("ListSubscriptionsByTopic", input, topics, ({ arn }) => ({
              Subscriptions: subscriptionsOf(arn, subscriptions).map(described),
            })),
        },
      },
    };
  },
};

/** A look at one topic; what it needs is named as the operation is. */
function planLook(operation: string, input: Input, topics: Topics, run: (topic: TopicSetup) => object): Plan {
  refuseOtherFields(input, operation, ["TopicArn", "NextToken"], refusal);
  const resourceArn = requiredText(input, "TopicArn", refusal);
  const topic = topics.get(resourceArn);
  return {
    needs: [{ action: `sns:${operation}`, resourceArn }],
    run: () => {
      if (topic === undefined) throw new ServiceError("NotFound", "Topic does not exist", { status: 404 });
      return run(topic);
    },
  };
}

type Subscriptions = ReadonlyMap<string, SubscriptionSetup>;

function subscriptionsOf(topicArn: string, subscriptions: Subscriptions): SubscriptionSetup[] {
  return [...subscriptions.values()].filter((one) => one.topicArn === topicArn);
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
function attributesOf({ arn, kmsKeyArn, policy }: TopicSetup, subscriptions: Subscriptions): object {
  const all = subscriptionsOf(arn, subscriptions);
  const confirmed = all.filter(({ isConfirmed }) => isConfirmed).length;
  const attributes = new Map<string, string>([
    ["TopicArn", arn],
    ["SubscriptionsConfirmed", String(confirmed)],
    ["SubscriptionsPending", String(all.length - confirmed)],
    ...(kmsKeyArn === undefined ? [] : [["KmsMasterKeyId", kmsKeyArn] as const]),
    ...(policy === undefined ? [] : [["Policy", policy] as const]),
  ]);
  return { Attributes: attributes };
}

function described({ arn, topicArn, protocol, endpoint, isConfirmed }: SubscriptionSetup): object {
  const Owner = topicArn.split(":")[4];
  const SubscriptionArn = isConfirmed ? arn : "PendingConfirmation";
  return { SubscriptionArn, Owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}

type Topics = ReadonlyMap<string, TopicSetup>;

/** As it leaves, whatever its subscribers make of it. */
type Message = Omit<ResourceEvents["sns-publish"], "topicArn">;

const messageFields = ["Message", "Subject", "MessageStructure"];

/** The fields of one message. */
function readMessage(fields: Input, operation: string, otherFields: readonly string[]): Message {
  const { rest, attributes } = queryAttributes(fields, refusal);
  refuseOtherFields(rest, operation, [...messageFields, ...otherFields], refusal);
  const text = requiredText(rest, "Message", refusal);
  const subject = optionalText(rest, "Subject", refusal);
  if (Buffer.byteLength(text) > LARGEST_MESSAGE_BYTES) throw refusal("Message too long");
  const { default: message, ...byProtocol } = messagesOf(text, optionalText(rest, "MessageStructure", refusal));
  if (subject !== undefined && !SUBJECT.test(subject)) throw refusal("Subject");
  return {
    subject,
    message,
    ...(Object.keys(byProtocol).length === 0 ? {} : { byProtocol }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

function publishNeeds(topicArn: string, topics: Topics, account: AccountView): Plan["needs"] {
  return [
    { action: "sns:Publish", resourceArn: topicArn },
    ...keyNeeds(topics.get(topicArn)?.kmsKeyArn, ["kms:GenerateDataKey", "kms:Decrypt"], "sns", account.region),
  ];
}

function existing(topicArn: string, topics: Topics): TopicSetup {
  const topic = topics.get(topicArn);
  if (topic === undefined) throw new ServiceError("NotFound", "Topic does not exist", { status: 404 });
  return topic;
}

function planPublish(input: Input, account: AccountView, topics: Topics, nextId: () => string): Plan {
  const topicArn = requiredText(input, "TopicArn", refusal);
  const message = readMessage(input, "Publish", ["TopicArn"]);
  return {
    needs: publishNeeds(topicArn, topics, account),
    run: (call) => {
      existing(topicArn, topics);
      call.emit({ type: "sns-publish", topicArn, ...message });
      return { MessageId: nextId() };
    },
  };
}

/** Authorised as `Publish` is. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
function planPublishBatch(input: Input, account: AccountView, topics: Topics, nextId: () => string): Plan {
  const topicArn = requiredText(input, "TopicArn", refusal);
  const entries = entriesIn(input);
  const ids = entries.map((entry) => requiredText(entry, "Id", refusal));
  if (entries.length === 0) throw new ServiceError("EmptyBatchRequest", "The batch request contains no entries");
  if (entries.length > LARGEST_BATCH)
    throw new ServiceError("TooManyEntriesInBatchRequest", "The batch request contains more than 10 entries");
  if (!ids.every((id) => ENTRY_ID.test(id))) throw new ServiceError("InvalidBatchEntryId", "The id of an entry");
  if (new Set(ids).size < ids.length)
    throw new ServiceError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same id");
  const messages = entries.map((entry) => readMessage(entry, "PublishBatch", ["Id"]));
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry.Message)), 0);
  if (bytes > LARGEST_MESSAGE_BYTES)
    throw new ServiceError("BatchRequestTooLong", "The length of all messages is more than the limit");
  return {
    needs: publishNeeds(topicArn, topics, account),
    run: (call) => {
      existing(topicArn, topics);
      for (const message of messages) call.emit({ type: "sns-publish", topicArn, ...message });
      return { Successful: ids.map((Id) => ({ Id, MessageId: nextId() })), Failed: [] };
    },
  };
}

/** `PublishBatchRequestEntries.member.N.FIELD` of the query protocol, by N. */
function entriesIn(input: Input): Input[] {
  const entries = new Map<number, Record<string, unknown>>();
  for (const [field, value] of Object.entries(input)) {
    if (field === "TopicArn") continue;
    const [, number, name] = /^PublishBatchRequestEntries\.member\.(\d+)\.(.+)$/.exec(field) ?? [];
    if (number === undefined || name === undefined) throw refusal(`PublishBatch takes no ${field}`);
    entries.set(Number(number), { ...entries.get(Number(number)), [name]: value });
  }
  return [...entries].sort(([one], [other]) => one - other).map(([, entry]) => entry);
}

/** With the structure `json` the message is an object of texts: `default`, and others by protocol. */
function messagesOf(
  text: string,
  structure: string | undefined,
): Readonly<Record<string, string>> & { default: string } {
  if (structure === undefined) return { default: text };
  if (structure !== "json") throw refusal("Message Structure - only json is allowed");
  let messages: unknown;
  try {
    messages = JSON.parse(text);
  } catch {
    throw refusal("Message Structure - JSON message body failed to parse");
  }
  const texts = Object.entries(typeof messages === "object" && messages !== null ? messages : {});
  const found = Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const { default: message } = found;
  if (message === undefined) throw refusal("Message Structure - No default entry in JSON message body");
  return { ...found, default: message };
}
