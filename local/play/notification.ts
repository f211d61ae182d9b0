import { serviceHostIn } from "../../core/cloudtrail/partition";
import type { MessageAttributes } from "../account/message-attributes";

/** A message of a topic on its way to one subscription. */
export interface Notification {
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes?: MessageAttributes;
  readonly atMs: number;
}

/** What a function that is subscribed is invoked with. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(notification: Notification, subscriptionArn: string): object {
  const { SigningCertURL, UnsubscribeURL, ...fields } = fieldsOf(notification);
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          ...fields,
          Subject: notification.subject ?? null,
          SigningCertUrl: SigningCertURL,
          UnsubscribeUrl: UnsubscribeURL,
          MessageAttributes: writtenAttributes(notification.attributes ?? {}),
        },
      },
    ],
  };
}

/** What a queue that is subscribed gets as body, unless it asks for the message alone. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export function queueBody(notification: Notification): string {
  const { subject, attributes } = notification;
  return JSON.stringify({
    ...fieldsOf(notification),
    ...(subject === undefined ? {} : { Subject: subject }),
    ...(attributes === undefined ? {} : { MessageAttributes: writtenAttributes(attributes) }),
  });
}

/** Nothing here is signed: a local run reaches no certificate to check a signature against. */
function fieldsOf({ topicArn, messageId, message, atMs }: Notification) {
  const host = `https://${serviceHostIn("sns", topicArn.split(":")[3] ?? "")}`;
  return {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    Message: message,
    Timestamp: new Date(atMs).toISOString(),
    SignatureVersion: "1",
    Signature: "local-run",
    SigningCertURL: `${host}/local-run.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe`,
  };
}

function writtenAttributes(attributes: MessageAttributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
  );
}

/** Attributes as a filter policy compares them: numbers as numbers, `String.Array` as its elements, nothing binary. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export function attributeValues(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { type, value }]) => {
      if (type.startsWith("Binary")) return [];
      if (type.startsWith("Number")) return [[name, Number(value)]];
      return [[name, type === "String.Array" ? elementsOf(value) : value]];
    }),
  );
}

function elementsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
