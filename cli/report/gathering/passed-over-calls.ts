import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { WidenedCaller } from "../../../core/profiles/request";
import { requestOf } from "../../../core/profiles/request";
import type { Onlooker, OnlookerModule } from "../../../local/play/sieve/onlooker";
import type { Calls } from "./calls";
import { callOf, keyOfCall } from "./calls";
import { widen } from "./counts";
import { isDeed } from "./deeds";

/** Counts the calls of one file that nobody looks at any closer, for a `Gathering`. `include`: whose keys are scored beside users'. */
export function newOnlooker(include: readonly WidenedCaller[]): Onlooker {
  const known = new Map<string, Calls>();
  let begun: Calls[] = [];
  return {
    wants: (record, atMs) => isDeed(record) || requestOf(record, include, atMs) !== undefined,
    passOver(record: CloudTrailRecord, atMs: number) {
      const call = callOf(record, atMs);
      const key = keyOfCall(call);
      const calls = known.get(key);
      if (calls === undefined) {
        known.set(key, call);
        begun.push(call);
        return;
      }
      calls.count += 1;
      calls.issued.push(...call.issued);
      widen(calls, atMs);
    },
    takeNotes() {
      const taken = begun;
      begun = [];
      return taken;
    },
  };
}

/** The above, for a thread to load. */
export function passedOverCalls(include: readonly WidenedCaller[]): OnlookerModule {
  return { path: __filename, settings: include };
}
