import { textAt, valueAt } from "../cloudtrail/record";

/** One object that is announced. */
export interface AnnouncedObject {
  readonly bucket: string;
  /** As S3 knows it, not as its notification encodes it. */
  readonly key: string;
}

/** What a message of the queue announces: objects, none at all (a test), or nothing that is known here. */
export type Announcement =
  { readonly kind: "objects"; readonly objects: readonly AnnouncedObject[] } | { readonly kind: "strange" };

const nothing: Announcement = { kind: "objects", objects: [] };
const strange: Announcement = { kind: "strange" };

/** What CloudTrail writes to a topic when a trail is given it. */
const trailTest = "CloudTrail validation message.";

/**
 * Reads a message of the queue that announces log files, whoever wrote it: S3's notification or its test
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html), CloudTrail's own
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html), S3's event by way
 * of EventBridge, and each of them in the envelope of SNS. Nothing in it makes it throw.
 */
export function announcementIn(body: string): Announcement {
  const message = jsonIn(body);
  const isFromTopic = textAt(message, "Type") === "Notification";
  const wrapped = isFromTopic ? textAt(message, "Message") : undefined;
  if (wrapped === undefined) return announcementOf(message);
  return wrapped.trim() === trailTest ? nothing : announcementOf(jsonIn(wrapped));
}

function announcementOf(message: unknown): Announcement {
  if (textAt(message, "Event") === "s3:TestEvent") return nothing;
  const records = valueAt(message, "Records");
  if (Array.isArray(records)) return ofNotification(records);
  const keys = valueAt(message, "s3ObjectKey");
  if (Array.isArray(keys)) return ofNames(textAt(message, "s3Bucket"), keys);
  if (textAt(message, "source") === "aws.s3" && textAt(message, "detail-type") === "Object Created") {
    return ofNames(textAt(message, "detail", "bucket", "name"), [valueAt(message, "detail", "object", "key")]);
  }
  return strange;
}

function ofNotification(records: readonly unknown[]): Announcement {
  if (records.some((record) => valueAt(record, "s3") === undefined)) return strange;
  const created = records.filter((record) => textAt(record, "eventName")?.startsWith("ObjectRemoved") !== true);
  const named = created.map((record) => ofNames(textAt(record, "s3", "bucket", "name"), [decodedKey(record)]));
  const objects = named.flatMap((one) => (one.kind === "objects" ? one.objects : []));
  return named.some(({ kind }) => kind === "strange") ? strange : { kind: "objects", objects };
}

function ofNames(bucket: string | undefined, keys: readonly unknown[]): Announcement {
  if (bucket === undefined || !keys.every((key) => typeof key === "string")) return strange;
  return { kind: "objects", objects: keys.map((key) => ({ bucket, key })) };
}

/** Keys in S3's notifications are encoded as in a form. */
function decodedKey(record: unknown): string | undefined {
  try {
    return decodeURIComponent((textAt(record, "s3", "object", "key") ?? "%").replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

/**
 * Whether an object holds CloudTrail's records of calls: not a digest, not what CloudTrail Insights found, not anything else.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function isTrailFile(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && /(?:^|\/)CloudTrail\/[a-z0-9-]+\/\d{4}\/\d{2}\/\d{2}\/[^/]+\.json\.gz$/.test(key);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
