import type { CloudTrailRecord } from "../../core/cloudtrail/record";

/** A CloudTrail record that can be played. */
export interface CloudTrailItem {
  readonly kind: "cloudtrail";
  readonly atMs: number;
  readonly record: CloudTrailRecord;
  /** JSON text of the record, as a log event's message holds it: one line. */
  readonly text: string;
  /** `file:line`, lines counted from 1. */
  readonly origin: string;
  /** Id of the log event that held the record; invented, and the same in every run, for a record without an eventID. */
  readonly logEventId?: string;
  readonly logStream?: string;
}

/** An EventBridge event that can be played. */
export interface EventBridgeItem {
  readonly kind: "eventbridge";
  readonly atMs: number;
  readonly event: Record<string, unknown>;
  readonly origin: string;
}

export type InputItem = CloudTrailItem | EventBridgeItem;

/** What could not be read or played; `origin` is `file:line`, or the file alone where no line was reached. */
export interface Problem {
  readonly origin: string;
  readonly why: string;
}

/** Where a value was found: `number` counts the values of the file, and tells apart those of one line. */
export interface Place {
  readonly origin: string;
  readonly number: number;
}

/** Log event that held a record. */
export interface LogEvent {
  readonly id?: string;
  readonly stream?: string;
}
