import { publishingPrincipal, topicArn } from "./aws-forms";
import type { SiemConfiguration } from "./configuration";
import { duration, secondsOf } from "./duration";
import { andThen, boolean, integerBetween, listOf } from "./form";
import type { Form } from "./form";
import { defaulted, object, optional } from "./object-form";
import { accepted, keyPath, refused } from "./problem";

/**
 * A message that is never dealt with has to be a dead letter long before its 14 days are over: SQS counts them from when it
 * was first sent, in the dead-letter queue too. So ten days are left there. Seconds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const longestBeforeDeadLetterSeconds = 4 * 86_400;

const fields = object({
  logFiles: defaulted(
    boolean(),
    false,
    "true: a queue announces the trail's new log files, for a SIEM that pulls them",
  ),
  topic: optional(
    topicArn,
    "with a trail that is not the stack's own: topic that announces its log files, which the queue is subscribed to",
  ),
  readers: defaulted(
    listOf(publishingPrincipal, { most: 20 }),
    [],
    "principals that may read the queue, and the log files of a trail of the stack's own",
  ),
  visibilityTimeout: defaulted(
    duration("30s", "12h"),
    "5m",
    "how long an announcement that was received is hidden from others: longer than the SIEM takes for it",
  ),
  maxReceiveCount: defaulted(
    integerBetween(2, 1000),
    20,
    "how often an announcement may be received before it is left in the dead-letter queue",
  ),
});

/** What a SIEM is given to pull. */
export const siem: Form<SiemConfiguration> = andThen(fields, (value, path) => {
  const visibilityTimeoutSeconds = secondsOf(value.visibilityTimeout);
  const seconds = visibilityTimeoutSeconds * value.maxReceiveCount;
  return seconds <= longestBeforeDeadLetterSeconds
    ? accepted({ ...value, visibilityTimeoutSeconds })
    : refused(
        keyPath(path, "maxReceiveCount"),
        `${value.maxReceiveCount} times ${value.visibilityTimeout}`,
        "at most 4d in all, so that the dead-letter queue gets what nobody deals with before SQS drops it",
      );
});
