import type { LogEvent } from "../../core/cloudtrail/envelope";
import { parseLogEvent } from "../../core/cloudtrail/envelope";
import { compileFilterPattern } from "../../core/filter-pattern/compile";
import type { WatchTrailSettings } from "./settings";

/** Records by the work that takes them; one may be in several lists. */
export interface SortedRecords {
  readonly denials: readonly LogEvent[];
  readonly keys: readonly LogEvent[];
}

export type SortRecords = (logEvents: readonly LogEvent[]) => SortedRecords;

/** Compiles the patterns, once per container. What is no record is among the denials, which people are told of. */
export function recordSorter({ denials, keys }: WatchTrailSettings["patterns"]): SortRecords {
  const isDenial = compileFilterPattern(denials);
  const isOfKey = compileFilterPattern(keys);
  return (logEvents) => {
    const read = logEvents.map((logEvent) => ({ logEvent, record: parseLogEvent(logEvent.message).record }));
    return {
      denials: read.flatMap(({ logEvent, record }) => (record === undefined || isDenial(record) ? [logEvent] : [])),
      keys: read.flatMap(({ logEvent, record }) => (record !== undefined && isOfKey(record) ? [logEvent] : [])),
    };
  };
}
