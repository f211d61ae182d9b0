import { createHash } from "node:crypto";
import * as zlib from "node:zlib";

import { compileFilterPattern } from "../../core/filter-pattern/compile";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** A function that reads a trail's files, as it is declared. */
export interface FileReader {
  readonly functionName: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly matches: (record: unknown) => boolean;
  /** The queue that announces the files to it. */
  readonly queueArn: string;
  /** The topic that the queue is subscribed to; undefined for a queue that S3 itself writes to. */
  readonly topicArn: string | undefined;
}

/** The functions that read trail files: those with a bucket and a pattern in their environment. */
export function fileReaders(graph: Graph): FileReader[] {
  return graph.all("aws:lambda/function:Function").flatMap(({ name, inputs, outputs }) => {
    const environment = (inputs.environment as { variables?: Record<string, string> } | undefined)?.variables ?? {};
    const { TRAIL_BUCKET: bucket, TRAIL_PREFIX: prefix = "", TRAIL_PATTERN: pattern } = environment;
    if (bucket === undefined || pattern === undefined) return [];
    const topics = graph.all("aws:sns/topicSubscription:TopicSubscription");
    const queues = graph
      .all("aws:lambda/eventSourceMapping:EventSourceMapping")
      .filter((mapping) => mapping.inputs.functionName === outputs.name)
      .map((mapping) => textOf(mapping.inputs.eventSourceArn));
    return queues.flatMap((queueArn) => {
      const subscription = topics.find((one) => one.inputs.endpoint === queueArn);
      // A queue of the stack's own hears of new files by a topic alone; S3 itself writes to one of somebody else's.
      if (subscription === undefined && graph.withArn(queueArn) !== undefined) return [];
      const topicArn = subscription === undefined ? undefined : textOf(subscription.inputs.topic);
      return { functionName: name, bucket, prefix, matches: compileFilterPattern(pattern), queueArn, topicArn };
    });
  });
}

/** One log file of CloudTrail, as it lies in the bucket. */
export interface TrailFile {
  readonly key: string;
  /** Base64 of gzip of `{"Records":[…]}`. */
  readonly content: string;
  readonly bytes: number;
}

/**
 * A log file under the name that CloudTrail gives it, below what the prefix has before `AWSLogs/`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function trailFile(
  { account, region, atMs, prefix }: Readonly<Record<"account" | "region" | "prefix", string>> & { atMs: number },
  records: readonly string[],
): TrailFile {
  const time = new Date(atMs).toISOString();
  const day = time.slice(0, 10).replaceAll("-", "/");
  const minute = `${time.slice(0, 16).replaceAll("-", "").replace(":", "")}Z`;
  const text = `{"Records":[${records.join(",")}]}`;
  const unique = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const name = `${account}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
  const content = zlib.gzipSync(text, { level: 1 });
  return {
    key: `${aboveLogs(prefix)}${account}/CloudTrail/${region}/${day}/${name}`,
    content: content.toString("base64"),
    bytes: content.length,
  };
}

function aboveLogs(prefix: string): string {
  const [, above, organization = ""] = /^(.*?)AWSLogs\/(o-[a-z0-9]+\/)?/.exec(prefix) ?? [];
  if (above !== undefined) return `${above}AWSLogs/${organization}`;
  return prefix === "" || prefix.endsWith("/") ? `${prefix}AWSLogs/` : `${prefix}/AWSLogs/`;
}

/** S3's notification of new objects. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function objectCreated(bucket: string, region: string, { key, bytes }: TrailFile, atMs: number): string {
  const encoded = encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: region,
    eventTime: new Date(atMs).toISOString(),
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: { key: encoded, size: bytes },
    },
  };
  return JSON.stringify({ Records: [record] });
}
