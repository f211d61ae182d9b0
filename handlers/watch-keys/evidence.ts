import type { SuspectCalls } from "../../core/keys/sort-calls";
import type { UnusualRequest } from "./profiles";
import type { KeyEvidence } from "./report";

/** What two looks at one delivery hold against each key, together. */
export function evidenceOf(
  suspects: readonly SuspectCalls[],
  unusual: ReadonlyMap<string, readonly UnusualRequest[]>,
): KeyEvidence[] {
  const suspected = new Set(suspects.map(({ accessKeyId }) => accessKeyId));
  const others = [...unusual.keys()].filter((accessKeyId) => !suspected.has(accessKeyId));
  return [...suspects, ...others.map((accessKeyId) => ({ accessKeyId, foreign: [], denied: [], deniedCalls: [] }))].map(
    (calls) => ({ ...calls, unusual: unusual.get(calls.accessKeyId) ?? [] }),
  );
}
