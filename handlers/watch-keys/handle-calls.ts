import type { OriginCheck } from "../../core/keys/country-check";
import type { SuspectCalls } from "../../core/keys/sort-calls";
import { sortCalls } from "../../core/keys/sort-calls";
import type { WatchedCall } from "../../core/keys/watched-calls";
import { requestOf } from "../../core/profiles/request";
import { evidenceOf } from "./evidence";
import { isCallNews } from "./findings";
import { oncePerKey } from "./once-per-key";
import type { WatchParts } from "./parts";
import { profileKeys } from "./profile-keys";
import type { WatchedRequest } from "./profiles";
import type { ReporterParts } from "./report";
import { reportKeys } from "./report-keys";

/**
 * Looks at the calls of one delivery in every way there is, and reports keys. What fails for one key, or for the profiles,
 * keeps nothing else waiting; then the first failure is thrown in the end, so that the delivery comes again.
 */
export async function handleCalls(
  calls: readonly WatchedCall[],
  check: OriginCheck,
  parts: WatchParts,
  nowMs: number,
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  const looks = { expectedOf: parts.expectedOnce(), knownOf: oncePerKey(parts.watch.load) };
  const suspects = sortCalls(calls, check);
  lookAhead(suspects, looks, parts, nowMs);
  const requests = requestsIn(calls, suspects, parts);
  const unusual = await attempt(() => profileKeys(requests, { ...parts, ...looks }, nowMs));
  const evidence = evidenceOf(suspects, unusual ?? new Map());
  failures.push(...(await reportKeys(evidence, { ...parts, ...looks, check }, nowMs)));
  if (failures.length > 0) throw failures[0];
}

/** Asks for what a report will take, and gets ready for it, while profiles are compared; what fails of it fails with the report. */
function lookAhead(
  suspects: readonly SuspectCalls[],
  { expectedOf, knownOf }: Pick<ReporterParts, "expectedOf" | "knownOf">,
  { memories, topic }: WatchParts,
  nowMs: number,
): void {
  const news = suspects.filter((suspect) =>
    isCallNews({ ...suspect, unusual: [] }, memories.get(suspect.accessKeyId) ?? {}, nowMs),
  );
  const accessKeyIds = news.map(({ accessKeyId }) => accessKeyId);
  if (news.length > 0) void Promise.allSettled([knownOf(accessKeyIds), expectedOf(accessKeyIds)]);
  if (news.some(({ foreign }) => foreign.length > 0)) topic.prepare();
}

/** What profiles look at. A call from outside the allowed countries is not to become usual. */
function requestsIn(
  calls: readonly WatchedCall[],
  suspects: readonly SuspectCalls[],
  { include }: WatchParts,
): WatchedRequest[] {
  const foreign = new Set(suspects.flatMap((suspect) => suspect.foreign.map(({ eventId }) => eventId)));
  return calls.flatMap((call) => {
    const request = requestOf(call.record, include, call.atMs);
    return request === undefined ? [] : [{ request, call, isHeldBack: foreign.has(call.eventId) }];
  });
}
