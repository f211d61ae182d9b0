import { textAt, valueAt } from "../cloudtrail/record";

/**
 * The event that a function is to be given again for a message of its dead-letter queue; undefined for a message that holds
 * none. Four kinds of sender put something there:
 * - Lambda, after the last try: the event as `requestPayload`.
 *   https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * - SNS, which could not hand a notification over: the notification as its `Type: Notification` text.
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 * - a queue that the function reads, after as many receptions as it allows: the message's own body, which for this program's
 *   queues has a field `warden` naming what wakes the function.
 * - EventBridge, and the function itself: the event as it is.
 */
export function redrivableEvent(body: string): unknown {
  const message = jsonOf(body);
  if (typeof message !== "object" || message === null) return undefined;
  if (valueAt(message, "requestContext", "functionArn") !== undefined) return valueAt(message, "requestPayload");
  if (textAt(message, "Type") === "Notification" && textAt(message, "TopicArn") !== undefined)
    return fromTopic(message);
  return isWakeMessage(message) ? fromQueue(body) : message;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function fromTopic(notification: object): object {
  const topicArn = textAt(notification, "TopicArn") ?? "";
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: topicArn,
        Sns: notification,
      },
    ],
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function fromQueue(body: string): object {
  return { Records: [{ messageId: "redriven", eventSource: "aws:sqs", body, attributes: {}, messageAttributes: {} }] };
}

function isWakeMessage(message: object): boolean {
  return textAt(message, "warden") !== undefined && textAt(message, "record") !== undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
