import { gunzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { eventIdOf } from "../../core/cloudtrail/event-id";
import { textAt, valueAt } from "../../core/cloudtrail/record";
import { eventForm, isApiFinding } from "./api-finding";
import { interpretEvent, isEvent, isFinding, wrapFinding } from "./event-bridge";
import { described, parseEventTime } from "./event-time";
import type { InputItem, LogEvent, Place, Problem } from "./items";

/** Everything that one value of a file turned out to be. */
export type Interpreted =
  { readonly item: InputItem; readonly warning?: string } | { readonly problem: Problem } | { readonly digest: true };

const inflatedLimitBytes = 64 * 1024 * 1024;

/** Reads one JSON value of a file as whatever form it has; `text` is the JSON that `value` was read from. */
export function* interpret(value: unknown, text: string, place: Place, log: LogEvent = {}): Generator<Interpreted> {
  if (Array.isArray(value)) return yield* interpretList(value, place, log);
  if (!isObject(value)) return yield unreadable(place, `${described(value)}, not a record`);
  if (isEvent(value)) return yield interpretEvent(value, place);
  if (isFinding(value)) return yield interpretEvent(wrapFinding(value), place);
  if (isApiFinding(value)) return yield interpretEvent(wrapFinding(eventForm(value)), place);
  if (typeof value["eventTime"] !== "string" && !("eventName" in value)) {
    const data = valueAt(value, "awslogs", "data");
    if (typeof data === "string") return yield* interpretEnvelope(data, place);
    const list = value["Records"] ?? value["Findings"] ?? value["findings"];
    if (Array.isArray(list)) return yield* interpretList(list, place, log);
    if (Array.isArray(value["logEvents"])) return yield* interpretLogEvents(value, value["logEvents"], place);
    if (typeof value["message"] === "string" && "timestamp" in value)
      return yield* interpretLogEvent(value, place, log);
    if ("digestStartTime" in value) return yield { digest: true };
  }
  yield interpretRecord(value, text, place, log);
}

function* interpretList(values: readonly unknown[], place: Place, log: LogEvent): Generator<Interpreted> {
  for (const [index, value] of values.entries()) {
    const inner = { origin: place.origin, number: place.number + index / values.length };
    yield* interpret(value, JSON.stringify(value), inner, log);
  }
}

/** Subscription envelope: base64 of the gzip of what `interpretLogEvents` reads. */
function* interpretEnvelope(data: string, place: Place): Generator<Interpreted> {
  let decoded: unknown;
  try {
    decoded = JSON.parse(
      gunzipSync(Buffer.from(data, "base64"), { maxOutputLength: inflatedLimitBytes }).toString("utf8"),
    );
  } catch (error) {
    return yield unreadable(
      place,
      `awslogs.data cannot be decoded: ${error instanceof Error ? error.message : "no gzip"}`,
    );
  }
  const logEvents = valueAt(decoded, "logEvents");
  if (!isObject(decoded) || !Array.isArray(logEvents))
    return yield unreadable(place, "awslogs.data holds no logEvents");
  yield* interpretLogEvents(decoded, logEvents, place);
}

/** A CONTROL_MESSAGE asks only whether anybody listens; its text is no JSON. */
function* interpretLogEvents(batch: unknown, logEvents: readonly unknown[], place: Place): Generator<Interpreted> {
  if (valueAt(batch, "messageType") === "CONTROL_MESSAGE") return;
  const stream = textAt(batch, "logStream");
  for (const [index, logEvent] of logEvents.entries()) {
    const inner = { origin: place.origin, number: place.number + index / logEvents.length };
    yield* interpretLogEvent(logEvent, inner, stream === undefined ? {} : { stream });
  }
}

function* interpretLogEvent(logEvent: unknown, place: Place, log: LogEvent): Generator<Interpreted> {
  const id = textAt(logEvent, "id") ?? textAt(logEvent, "eventId");
  const stream = log.stream ?? textAt(logEvent, "logStreamName");
  const message = valueAt(logEvent, "message");
  const named = id === undefined ? "a log event" : `log event ${id}`;
  if (typeof message !== "string") return yield unreadable(place, `${named} has no message`);
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return yield unreadable(place, `message of ${named} is not JSON`);
  }
  if (!isObject(value)) return yield unreadable(place, `message of ${named} is ${described(value)}, not a record`);
  yield interpretRecord(value, message, place, {
    ...(id !== undefined && { id }),
    ...(stream !== undefined && { stream }),
  });
}

function interpretRecord(record: Record<string, unknown>, text: string, place: Place, log: LogEvent): Interpreted {
  const eventTime = record["eventTime"];
  if (eventTime === undefined) return unreadable(place, "cannot be played: no eventTime");
  if (typeof eventTime !== "string") return unreadable(place, `cannot be played: eventTime is ${described(eventTime)}`);
  const atMs = parseEventTime(eventTime);
  if (atMs === undefined) return unreadable(place, `cannot be played: eventTime ${described(eventTime)} is not a time`);
  const logEventId = log.id ?? (eventIdOf(record) === undefined ? inventedLogEventId(place) : undefined);
  return {
    item: {
      kind: "cloudtrail",
      atMs,
      record,
      // A log event's message is one line, and its size is measured without the indentation of a pretty-printed file.
      text: text.includes("\n") ? JSON.stringify(record) : text,
      origin: place.origin,
      ...(logEventId !== undefined && { logEventId }),
      ...(log.stream !== undefined && { logStream: log.stream }),
    },
  };
}

/** 56 decimal digits, the form of CloudWatch's own ids. */
function inventedLogEventId(place: Place): string {
  const hash = createHash("sha256").update(`${place.origin} ${place.number}`).digest("hex");
  return BigInt(`0x${hash}`).toString().slice(0, 56).padStart(56, "0");
}

function unreadable(place: Place, why: string): Interpreted {
  return { problem: { origin: place.origin, why } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
