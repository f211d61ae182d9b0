import { bucketName, kmsKeyArn, logGroupReference, queueArn, topicArn } from "./aws-forms";
import type { TrailConfiguration } from "./configuration";
import { andThen, boolean, integerBetween, textMatching } from "./form";
import type { Form } from "./form";
import { defaulted, object, optional, present } from "./object-form";
import type { ValuesOf } from "./object-form";
import { accepted, keyPath, refused } from "./problem";
import type { Reading } from "./problem";

const trailWords =
  "it must be chosen, exactly one of {create: true} (a new trail; a second copy of management events costs money, " +
  "so use an existing trail where there is one), {logGroup: NAME or ARN} (the log group of an existing trail) or " +
  "{bucket: NAME, queue: ARN or topic: ARN, prefix: PREFIX} (the bucket of an existing trail)";

const keyPrefix = textMatching(
  "the beginning of object keys, without a slash at its start",
  /^(?!\/)[\x20-\x7e]*$/,
  200,
);

const trailFields = Object.freeze({
  create: optional(boolean(), "true: create a multi-region trail. A second copy of management events costs money"),
  organization: defaulted(boolean(), false, "with `create`: a trail of the whole organization"),
  logGroup: optional(logGroupReference, "log group that an existing trail writes to"),
  bucket: optional(bucketName, "bucket that an existing trail writes to"),
  queue: optional(queueArn, "with `bucket`: queue that announces new log files"),
  topic: optional(topicArn, "with `bucket`: topic that announces new log files"),
  prefix: optional(keyPrefix, "with `bucket`: prefix of the trail's log files", "the whole bucket"),
  kmsKeyArn: optional(kmsKeyArn, "with `bucket`: key that the log files are encrypted with", "S3's own encryption"),
  subscriptions: optional(
    integerBetween(0, 2),
    "with `create` or `logGroup`: subscription slots of the log group that Warden may use; 0 is metric filter and alarm only",
    "`2`",
  ),
});

type TrailKeys = ValuesOf<typeof trailFields>;
type OwnKey = "create" | "logGroup" | "bucket";

const keysOfKind: Readonly<Record<OwnKey, readonly (keyof TrailKeys)[]>> = Object.freeze({
  create: ["organization", "subscriptions"],
  logGroup: ["subscriptions"],
  bucket: ["queue", "topic", "prefix", "kmsKeyArn"],
});

const sourceKeys: readonly OwnKey[] = Object.freeze(["create", "logGroup", "bucket"]);

/** The trail: created, or an existing one by its log group or its bucket. */
export const trail: Form<TrailConfiguration> = {
  ...andThen(object(trailFields), chooseTrail),
  allowed: trailWords,
};

function chooseTrail(value: TrailKeys, path: string): Reading<TrailConfiguration> {
  const chosen = present(value, sourceKeys);
  const [source] = chosen;
  if (source === undefined || chosen.length > 1 || value.create === false) {
    return refused(path, value.create === false ? "create: false" : foundKeys(chosen), trailWords);
  }
  return strangeKey(value, source, path) ?? trailFrom(value, source, path);
}

function foundKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "none of create, logGroup and bucket" : `${keys.join(" and ")} together`;
}

/** A key that says nothing about the chosen kind of trail is a misunderstanding, and is not passed over in silence. */
function strangeKey(value: TrailKeys, source: OwnKey, path: string): Reading<never> | undefined {
  const dependent = ["queue", "topic", "prefix", "kmsKeyArn", "subscriptions"] as const;
  const strange = present(value, dependent).find((key) => !keysOfKind[source].includes(key));
  const key = strange ?? (value.organization && source !== "create" ? "organization" : undefined);
  const owners = sourceKeys.filter((candidate) => key !== undefined && keysOfKind[candidate].includes(key));
  return key === undefined
    ? undefined
    : refused(keyPath(path, key), `it beside ${source}`, `only beside ${owners.join(" or ")}`);
}

function trailFrom(value: TrailKeys, source: OwnKey, path: string): Reading<TrailConfiguration> {
  const subscriptions = value.subscriptions ?? 2;
  if (source === "bucket") {
    return bucketTrail(value, path);
  }
  return value.logGroup === undefined
    ? accepted({ kind: "create", organization: value.organization, subscriptions })
    : accepted({ kind: "log-group", logGroup: value.logGroup, subscriptions });
}

function bucketTrail(value: TrailKeys, path: string): Reading<TrailConfiguration> {
  const { bucket = "", prefix = "", queue, topic, kmsKeyArn: key } = value;
  const trailIn = { kind: "bucket", bucket, prefix, ...(key === undefined ? {} : { kmsKeyArn: key }) } as const;
  if (queue !== undefined && topic === undefined) {
    return accepted({ ...trailIn, announcedBy: { kind: "queue", queueArn: queue } });
  }
  if (topic !== undefined && queue === undefined) {
    return accepted({ ...trailIn, announcedBy: { kind: "topic", topicArn: topic } });
  }
  const found = queue === undefined ? "neither queue nor topic beside bucket" : "queue and topic together";
  return refused(path, found, "exactly one of queue and topic beside bucket: it announces new log files");
}
