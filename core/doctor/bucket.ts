import type { Configuration } from "../configuration/configuration";
import type { AccountFacts, BucketFacts, DoctorPlace, NotificationFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { valueOf } from "./seen";

/** A trail that is read from its bucket. */
export type BucketTrail = Extract<Configuration["trail"], { kind: "bucket" }>;

/** Where the stack would go, and the trails that are there. */
export interface SourcePlace extends Pick<AccountFacts, "trails"> {
  readonly place: Pick<DoctorPlace, "region">;
}

/** `watch-trail` may take so long; Lambda refuses a queue whose messages show again before that. */
const timeoutSeconds = 120;

/** Whether the bucket is there, what announces its new files now, and whether that comes to what the stack listens to. */
export function bucketLines(
  bucket: BucketFacts,
  trail: BucketTrail,
  { place, trails }: SourcePlace,
): readonly DoctorLine[] {
  const writing = (valueOf(trails) ?? []).filter((one) => one.bucket === trail.bucket);
  return [
    ...placeLines(bucket, place),
    ...announcementLines(
      bucket,
      trail,
      writing.flatMap(({ topicArn }) => topicArn ?? []),
    ),
    ...listenerLines(bucket, trail, place),
  ];
}

function placeLines({ name, region }: BucketFacts, place: SourcePlace["place"]): readonly DoctorLine[] {
  const about = `bucket ${name}`;
  return linesOf(about, region, (found) => {
    if (found === undefined) {
      const follows = "no log file can be read";
      return [
        { level: "fails", about, found: "there is none of this name", follows, do: "correct api-warden:trail.bucket" },
      ];
    }
    const elsewhere = "log files are fetched from another region, which costs for each gigabyte";
    return [
      found === place.region
        ? { level: "notes", about, found: `in ${found}` }
        : { level: "costs", about, found: `in ${found}, the stack in ${place.region}`, follows: elsewhere },
    ];
  });
}

/** A bucket has one notification configuration, so Warden never declares one: it says what is there. */
function announcementLines(
  { name, notifications }: BucketFacts,
  { announcedBy }: BucketTrail,
  trailTopics: readonly string[],
): readonly DoctorLine[] {
  const about = `notifications of bucket ${name}`;
  return linesOf(about, notifications, ({ targets, sendsToEventBridge }) => {
    const found = [
      ...targets.map(targetWords),
      ...(sendsToEventBridge ? ["all events to EventBridge"] : []),
      ...trailTopics.map((arn) => `new log files to the trail's own topic ${arn}`),
    ];
    const words = found.length === 0 ? "nothing is announced" : found.join(", ");
    const topics = [...targets.filter(({ kind }) => kind === "topic").map(({ arn }) => arn), ...trailTopics];
    const queues = targets.filter(({ kind }) => kind === "queue").map(({ arn }) => arn);
    const isReached =
      announcedBy.kind === "topic"
        ? topics.includes(announcedBy.topicArn)
        : queues.includes(announcedBy.queueArn) || topics.length > 0;
    if (isReached || sendsToEventBridge)
      return [{ level: "notes", about, found: words, follows: "they stay as they are" }];
    const listener = announcedBy.kind === "topic" ? announcedBy.topicArn : announcedBy.queueArn;
    return [
      {
        level: "warns",
        about,
        found: words,
        follows: `nothing that this account sees announces new log files to ${listener}, and Warden does not change them: a bucket has one configuration of them`,
        do: "have the bucket's owner add it to the present configuration, or name what is announced to already",
      },
    ];
  });
}

function targetWords({ kind, arn, events, prefix }: NotificationFacts): string {
  const where = prefix === undefined || prefix === "" ? "" : ` below ${prefix}`;
  return `${events.join(" and ")}${where} to the ${kind} ${arn}`;
}

function listenerLines(
  { queue, topic }: BucketFacts,
  trail: BucketTrail,
  place: SourcePlace["place"],
): readonly DoctorLine[] {
  const { announcedBy } = trail;
  if (announcedBy.kind === "topic") {
    const about = `topic ${announcedBy.topicArn}`;
    return topic === undefined ? [] : linesOf(about, topic, (isThere) => [topicLine(about, isThere)]);
  }
  const about = `queue ${announcedBy.queueArn}`;
  const region = announcedBy.queueArn.split(":")[3] ?? "";
  if (region !== place.region) {
    const follows = `Lambda takes messages from queues of its own region alone (${place.region})`;
    return [{ level: "fails", about, found: `in ${region}`, follows, do: "name a queue of that region" }];
  }
  if (queue === undefined) return [];
  return linesOf(about, queue, (found) => [queueLine(about, found?.visibilityTimeoutSeconds)]);
}

function topicLine(about: string, isThere: boolean): DoctorLine {
  return isThere
    ? { level: "notes", about, found: "it is there", follows: "the stack subscribes a queue of its own to it" }
    : {
        level: "fails",
        about,
        found: "there is no such topic",
        follows: "it can't be subscribed to",
        do: "correct api-warden:trail.topic",
      };
}

function queueLine(about: string, visibleAfterSeconds: number | undefined): DoctorLine {
  if (visibleAfterSeconds === undefined) {
    const follows = "Lambda can't take from it";
    return { level: "fails", about, found: "there is no such queue", follows, do: "correct api-warden:trail.queue" };
  }
  const found = `its visibility timeout is ${visibleAfterSeconds} s`;
  if (visibleAfterSeconds >= timeoutSeconds) return { level: "notes", about, found };
  return {
    level: "fails",
    about,
    found,
    follows: `less than the ${timeoutSeconds} s of watch-trail: Lambda refuses it (InvalidParameterValueException)`,
    do: `aws sqs set-queue-attributes with VisibilityTimeout ${6 * timeoutSeconds}`,
  };
}
