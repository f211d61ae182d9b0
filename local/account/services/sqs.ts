import { createHash } from "node:crypto";
import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { keyNeeds } from "../encryption";
import { refuseOtherFields, requiredText } from "../input-fields";
import type { MessageAttributes } from "../message-attributes";
import { jsonAttributes } from "../message-attributes";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Call, Input, Plan, ServiceDefinition } from "../types";

export interface QueueSetup {
  readonly arn: string;
  readonly url: string;
  /** `MaximumMessageSize` of the queue. */
  readonly maximumMessageBytes?: number;
  /** `DelaySeconds` of the queue, for messages that say nothing else; 0 where absent. */
  readonly delaySeconds?: number;
  /** Customer managed key; a sender then needs `kms:GenerateDataKey` and `kms:Decrypt` on it. */
  readonly kmsKeyArn?: string;
  /** Its policy, as JSON; callers of the account's own need none. */
  readonly policy?: string;
}

declare module "../types" {
  interface AccountSetup {
    readonly queues?: readonly QueueSetup[];
    /** How many messages wait, by the queue's ARN; none where nothing is said. */
    readonly queueDepths?: Readonly<Record<string, number>>;
  }
}

/** What Pulumi declares for `maxMessageSize` when nothing is said. */
const DEFAULT_MESSAGE_BYTES = 262_144;
/** Amazon SQS API Reference, SendMessage: `DelaySeconds` 0 to 900. */
const LONGEST_DELAY_SECONDS = 900;
/** SendMessageBatch: at most ten entries, ids of up to 80 letters, digits, hyphens and underscores. */
const LARGEST_BATCH = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;
/** SendMessage: "only XML, JSON, and unformatted text", by the characters of XML 1.0. */
const ALLOWED_TEXT = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

const MESSAGE_FIELDS = ["MessageBody", "DelaySeconds", "MessageAttributes"];

const NAMESPACE = "com.amazonaws.sqs";
const refusal = (message: string) => new ServiceError("InvalidParameterValue", message);

interface Message {
  readonly body: string;
  readonly delaySeconds: number | undefined;
  readonly attributes?: MessageAttributes;
}

/** SQS: `SendMessage`, `SendMessageBatch`, `GetQueueUrl`, `GetQueueAttributes` of standard queues; each message leaves as `sqs-send`. */
export const service: ServiceDefinition = {
  name: "sqs",
  protocol: jsonProtocol("1.0", { errorNamespace: NAMESPACE }),
  create: (account) => {
    const queues = new Map<string, QueueSetup>();
    const depths: Record<string, number> = {};
    const sender = createSender();
    const send = (input: Input) => planSend(input, account, queues, sender);
    const sendBatch = (input: Input) => planSendBatch(input, account, queues, sender);
    const queueUrl = (input: Input) => planQueueUrl(input, account, queues);
    return {
      put: (resources) => {
        resources.queues?.forEach((queue) => queues.set(keyOf(queue.url), queue));
        Object.assign(depths, resources.queueDepths);
      },
      operations: {
        SendMessage: { writes: true, plan: send },
        SendMessageBatch: { writes: true, plan: sendBatch },
        GetQueueUrl: { writes: false, plan: queueUrl },
        GetQueueAttributes: { writes: false, plan: (input) => planAttributes(input, account, queues, depths) },
      },
    };
  },
};

type Sender = (call: Call, queue: QueueSetup, message: Message) => { MessageId: string; MD5OfMessageBody: string };

function createSender(): Sender {
  let sent = 0;
  return (call, queue, message) => {
    sent += 1;
    const delaySeconds = message.delaySeconds ?? queue.delaySeconds ?? 0;
    call.emit({ type: "sqs-send", queueArn: queue.arn, ...message, delaySeconds });
    const MD5OfMessageBody = createHash("md5").update(message.body, "utf8").digest("hex");
    return { MessageId: `00000000-0000-6000-8000-${String(sent).padStart(12, "0")}`, MD5OfMessageBody };
  };
}

function planSend(input: Input, account: AccountView, queues: ReadonlyMap<string, QueueSetup>, send: Sender): Plan {
  refuseOtherFields(input, "SendMessage", ["QueueUrl", ...MESSAGE_FIELDS], refusal);
  const url = requiredText(input, "QueueUrl", refusal);
  const queue = queues.get(keyOf(url));
  const message = readMessage(input);
  return {
    needs: sendNeeds(url, queue, account),
    run: (call) => {
      const known = existing(queue);
      checkBytes([message], known);
      return send(call, known, message);
    },
  };
}

function planSendBatch(
  input: Input,
  account: AccountView,
  queues: ReadonlyMap<string, QueueSetup>,
  send: Sender,
): Plan {
  refuseOtherFields(input, "SendMessageBatch", ["QueueUrl", "Entries"], refusal);
  const url = requiredText(input, "QueueUrl", refusal);
  const queue = queues.get(keyOf(url));
  const entries = readEntries(input["Entries"]);
  return {
    needs: sendNeeds(url, queue, account),
    run: (call) => {
      const known = existing(queue);
      checkBytes([...entries.values()], known);
      return { Successful: [...entries].map(([Id, message]) => ({ Id, ...send(call, known, message) })), Failed: [] };
    },
  };
}

function planQueueUrl(input: Input, account: AccountView, queues: ReadonlyMap<string, QueueSetup>): Plan {
  refuseOtherFields(input, "GetQueueUrl", ["QueueName"], refusal);
  const path = `${account.accountId}/${requiredText(input, "QueueName", refusal)}`;
  return {
    needs: [{ action: "sqs:GetQueueUrl", resourceArn: arnOf(path, account) }],
    run: () => ({ QueueUrl: existing(queues.get(path)).url }),
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
function planAttributes(
  input: Input,
  account: AccountView,
  queues: ReadonlyMap<string, QueueSetup>,
  depths: Readonly<Record<string, number>>,
): Plan {
  refuseOtherFields(input, "GetQueueAttributes", ["QueueUrl", "AttributeNames"], refusal);
  const key = keyOf(requiredText(input, "QueueUrl", refusal));
  const queue = queues.get(key);
  return {
    needs: [{ action: "sqs:GetQueueAttributes", resourceArn: queue?.arn ?? arnOf(key, account) }],
    run: () => ({ Attributes: attributesOf(existing(queue), namesAskedFor(input), depths) }),
  };
}

function namesAskedFor(input: Input): readonly string[] {
  const names = input["AttributeNames"] ?? [];
  if (!Array.isArray(names)) throw refusal("AttributeNames is no list");
  return names.map(String);
}

/** Those of the names that the queue has. Nobody asks for others here. */
function attributesOf(
  { arn, policy }: QueueSetup,
  names: readonly string[],
  depths: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const all = {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(depths[arn] ?? 0),
    ...(policy === undefined ? {} : { Policy: policy }),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes("All") || names.includes(name)));
}

function sendNeeds(url: string, queue: QueueSetup | undefined, account: AccountView) {
  const resourceArn = queue?.arn ?? arnOf(keyOf(url), account);
  const keys = keyNeeds(queue?.kmsKeyArn, ["kms:GenerateDataKey", "kms:Decrypt"], "sqs", account.region);
  return [{ action: "sqs:SendMessage", resourceArn }, ...keys];
}

function readMessage(fields: Input): Message {
  const body = requiredText(fields, "MessageBody", refusal);
  const delaySeconds = fields["DelaySeconds"];
  const attributes = jsonAttributes(fields["MessageAttributes"], refusal);
  if (!ALLOWED_TEXT.test(body)) {
    throw new ServiceError("InvalidMessageContents", "Invalid characters in the message body");
  }
  if (delaySeconds !== undefined && !isDelay(delaySeconds)) {
    throw refusal("The parameter DelaySeconds is not between 0 and 900");
  }
  return { body, delaySeconds, ...(attributes === undefined ? {} : { attributes }) };
}

function isDelay(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LONGEST_DELAY_SECONDS;
}

function readEntries(entries: unknown): Map<string, Message> {
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new ServiceError("EmptyBatchRequest", "There should be at least one entry in the request");
  }
  if (entries.length > LARGEST_BATCH) {
    throw new ServiceError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${LARGEST_BATCH}`,
    );
  }
  const messages = new Map<string, Message>();
  for (const entry of entries) {
    const fields: Input = typeof entry === "object" && entry !== null ? { ...entry } : {};
    refuseOtherFields(fields, "SendMessageBatch", ["Id", ...MESSAGE_FIELDS], refusal);
    const id = requiredText(fields, "Id", refusal);
    if (!ENTRY_ID.test(id)) {
      throw new ServiceError(
        "InvalidBatchEntryId",
        "A batch entry id has 1 to 80 letters, digits, hyphens, underscores",
      );
    }
    if (messages.has(id)) {
      throw new ServiceError("BatchEntryIdsNotDistinct", `Id ${id} repeated`);
    }
    messages.set(id, readMessage(fields));
  }
  return messages;
}

function checkBytes(messages: readonly Message[], queue: QueueSetup): void {
  const limit = queue.maximumMessageBytes ?? DEFAULT_MESSAGE_BYTES;
  const total = messages.reduce((sum, message) => sum + Buffer.byteLength(message.body), 0);
  if (total > limit) {
    const code = messages.length > 1 ? "BatchRequestTooLong" : "InvalidParameterValue";
    throw new ServiceError(code, `The messages have ${total} bytes, the queue takes ${limit}`);
  }
}

function existing(queue: QueueSetup | undefined): QueueSetup {
  if (queue === undefined) {
    throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
  }
  return queue;
}

/** Account and name, whatever the host: the SDK sends to the host of the queue's URL or to the endpoint it was given. */
function keyOf(url: string): string {
  return url.split("/").slice(-2).join("/");
}

function arnOf(key: string, account: AccountView): string {
  return `arn:${partitionOfRegion(account.region).name}:sqs:${account.region}:${key.replace("/", ":")}`;
}
