import type { LogQuery } from "../../../../local/account/log-source";

/** A question for all of the trail's log group, but for what is changed. */
export function logQuery(changes: Partial<LogQuery> = {}): LogQuery {
  return {
    logGroup: "trail",
    fromMs: 0,
    toMs: Number.MAX_SAFE_INTEGER,
    pattern: "",
    streams: undefined,
    streamPrefix: undefined,
    position: 0,
    limit: 100,
    ...changes,
  };
}
