import type { ReadLogEvent } from "../../core/cloudtrail/envelope";
import { compileFilterPattern } from "../../core/filter-pattern/compile";
import type { WatchTrailSettings } from "./settings";

/** Records by the work that takes them; one may be in several lists. */
export interface SortedRecords {
  readonly denials: readonly ReadLogEvent[];
  readonly keys: readonly ReadLogEvent[];
}

export type SortRecords = (logEvents: readonly ReadLogEvent[]) => SortedRecords;

/** Compiles the patterns, once per container. What is no record is among the denials, which people are told of. */
export function recordSorter({ denials, keys }: WatchTrailSettings["patterns"]): SortRecords {
  const isDenial = compileFilterPattern(denials);
  const isOfKey = compileFilterPattern(keys);
  return (logEvents) => ({
    denials: logEvents.filter(({ record }) => record === undefined || isDenial(record)),
    keys: logEvents.filter(({ record }) => record !== undefined && isOfKey(record)),
  });
}
