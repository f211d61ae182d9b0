/** A question for the records of the trail's log group. */
export interface LogQuery {
  /** Absent for CloudTrail's own event history, which is in no log group. */
  readonly logGroup?: string;
  /** Milliseconds since 1970, both included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** A filter pattern that has been checked. */
  readonly pattern: string;
  /** Names of log streams; undefined for all. */
  readonly streams: readonly string[] | undefined;
  readonly streamPrefix: string | undefined;
  /** Where the page before ended. */
  readonly position: number;
  /** Most events of the page. */
  readonly limit: number;
}

export interface FoundLogEvent {
  readonly id: string;
  readonly stream: string;
  readonly atMs: number;
  readonly message: string;
}

export interface LogPage {
  readonly events: readonly FoundLogEvent[];
  /** Where the next page begins; absent on the last one. A page may be empty and not the last. */
  readonly next?: number;
}

/** Reads records in order of time. Answers at once: whoever asks waits. */
export interface LogSource {
  read(query: LogQuery): LogPage;
}
