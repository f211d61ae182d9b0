import * as zlib from "node:zlib";
import type { CloudTrailRecord } from "./record";
import { textAt, valueAt } from "./record";

export interface LogEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** For CloudTrail, one record as JSON. */
  readonly message: string;
}

/** The record that a message holds, or why there is none, in words that repeat nothing of the message. */
export type ReadMessage =
  | { readonly record: CloudTrailRecord; readonly problem?: never }
  | { readonly problem: string; readonly record?: never };

/** A log event whose message has been read, once for all work that looks at it. */
export type ReadLogEvent = LogEvent & ReadMessage;

/** What CloudWatch Logs hands to a subscribed function: log events, or only a question whether the function is there. */
export type DecodedEnvelope =
  | { readonly kind: "control" }
  | {
      readonly kind: "data";
      /** Account of the log group. */
      readonly owner: string;
      readonly logGroup: string;
      readonly logStream: string;
      readonly logEvents: readonly ReadLogEvent[];
    };

/**
 * CloudWatch Logs sends batches of at most 1 MB; 32 times that fits into a function's memory and stops a payload made to
 * swell a thousandfold, as gzip allows.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const mostInflatedBytes = 32 * 1024 * 1024;

/**
 * Decodes `{ awslogs: { data } }` (https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html).
 * Throws an Error when the envelope itself cannot be read: then nothing in it can be, and the delivery belongs into the
 * dead-letter queue. A single bad message does not throw; see `ReadMessage`.
 */
export function decodeEnvelope(event: unknown): DecodedEnvelope {
  const data = valueAt(event, "awslogs", "data");
  if (typeof data !== "string") throw new Error("Not a CloudWatch Logs delivery: awslogs.data is not text");
  const envelope = parseJson(inflate(decodeBase64(data)));
  if (textAt(envelope, "messageType") === "CONTROL_MESSAGE") return { kind: "control" };
  const logEvents = valueAt(envelope, "logEvents");
  if (!Array.isArray(logEvents)) throw new Error("The CloudWatch Logs delivery has no list of log events");
  const logStream = textAt(envelope, "logStream") ?? "";
  return {
    kind: "data",
    owner: textAt(envelope, "owner") ?? "unknown",
    logGroup: textAt(envelope, "logGroup") ?? "",
    logStream,
    logEvents: logEvents.map((logEvent: unknown, index) => readLogEvent(logEventOf(logEvent, `${logStream}#${index}`))),
  };
}

/** Reads the message of a log event. Never throws. */
export function readLogEvent(logEvent: LogEvent): ReadLogEvent {
  return { ...logEvent, ...parseLogEvent(logEvent.message) };
}

/** Reads a message alone. Never throws. */
export function parseLogEvent(message: string): ReadMessage {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { record: value as CloudTrailRecord };
    return { problem: "the message is JSON but not an object, as a CloudTrail record is" };
  } catch {
    return { problem: "the message is not JSON" };
  }
}

function decodeBase64(data: string): Buffer {
  // Buffer.from skips over what is not base64 and would hand damaged bytes on.
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    throw new Error("The CloudWatch Logs delivery is not base64");
  }
  return Buffer.from(data, "base64");
}

function inflate(compressed: Buffer): string {
  try {
    return zlib.gunzipSync(compressed, { maxOutputLength: mostInflatedBytes }).toString("utf8");
  } catch (error) {
    if (textAt(error, "code") === "ERR_BUFFER_TOO_LARGE") {
      throw new Error(`The CloudWatch Logs delivery inflates to more than ${mostInflatedBytes} bytes`, {
        cause: error,
      });
    }
    throw new Error("The CloudWatch Logs delivery is not gzip", { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error("The CloudWatch Logs delivery does not hold JSON", { cause: error });
  }
}

function logEventOf(logEvent: unknown, fallbackId: string): LogEvent {
  const timestamp = valueAt(logEvent, "timestamp");
  return {
    id: textAt(logEvent, "id") ?? fallbackId,
    timestamp: typeof timestamp === "number" && Number.isFinite(timestamp) ? timestamp : 0,
    message: textAt(logEvent, "message") ?? "",
  };
}
