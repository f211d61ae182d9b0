import * as zlib from "node:zlib";

import { compileFilterPattern } from "../core/filter-pattern/compile";
import type { Random } from "../local/bundled-day/random";
import { seededRandom } from "../local/bundled-day/random";
import type { TrailShape } from "./generate-record";
import { recordAt } from "./generate-record";

/** As much as CloudWatch Logs hands over at once. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const batchBytes = 1_048_576;

/** CloudWatch Logs counts so many bytes beside each message. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const overheadBytes = 26;

/** Which records a batch is full of. */
export interface BatchContent {
  readonly shape: TrailShape;
  /** Text of the filter that the records have come through. */
  readonly filter: string;
}

/** A full delivery of CloudWatch Logs; `number` makes it another one, a little later. */
export function logBatch({ shape, filter }: BatchContent, number: number, nowMs: number): object {
  const random = seededRandom(number);
  const isWanted = compileFilterPattern(filter);
  const logEvents: { readonly id: string; readonly timestamp: number; readonly message: string }[] = [];
  for (let bytes = 0; ;) {
    const message = nextMessage(shape, isWanted, random, nowMs);
    bytes += Buffer.byteLength(message) + overheadBytes;
    if (bytes > batchBytes) break;
    const id = `${String(number).padStart(28, "0")}${String(logEvents.length).padStart(28, "0")}`;
    logEvents.push({ id, timestamp: nowMs, message });
  }
  const text = JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "123456789012",
    logGroup: "trail",
    logStream: "123456789012_CloudTrail_us-east-1",
    subscriptionFilters: ["all"],
    logEvents,
  });
  return { awslogs: { data: zlib.gzipSync(text).toString("base64") } };
}

function nextMessage(shape: TrailShape, isWanted: (record: unknown) => boolean, random: Random, nowMs: number): string {
  for (;;) {
    const record = recordAt(nowMs, shape, random);
    if (isWanted(record)) return JSON.stringify(record);
  }
}

/** A full batch of the queue for Splunk: as many messages as its function takes at once, each as long as one may be. */
export function statementBatch(number: number, nowMs: number): object {
  const Records = Array.from({ length: 100 }, (_, position) => {
    const record = `statement-${number}-${position}`;
    const eventIds = Array.from({ length: 225 }, (__, index) => `${record}-${String(index).padStart(18, "0")}`);
    const said = { warden: "gathered", group: "group-1", eventIds };
    const body = JSON.stringify({ warden: "forward", record, atMs: nowMs, function: "post-denials", said });
    const eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:forward-events";
    return { eventSource: "aws:sqs", eventSourceARN, messageId: `message-${number}-${position}`, body, attributes: {} };
  });
  return { Records };
}
