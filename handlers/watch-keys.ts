import type { CountryLookup } from "../clients/country";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { textAt } from "../core/cloudtrail/record";
import type { OriginCheck } from "../core/keys/country-check";
import { originCheck } from "../core/keys/country-check";
import type { SuspectCalls } from "../core/keys/sort-calls";
import { sortCalls } from "../core/keys/sort-calls";
import type { WatchedCall } from "../core/keys/watched-calls";
import { watchedCalls } from "../core/keys/watched-calls";
import { requestOf } from "../core/profiles/request";
import type { TickResult } from "./post-denials";
import { evidenceOf } from "./watch-keys/evidence";
import { mailDigest } from "./watch-keys/mail-digest";
import type { WatchParts } from "./watch-keys/parts";
import { watchParts } from "./watch-keys/parts";
import { profileKeys } from "./watch-keys/profile-keys";
import type { WatchedRequest } from "./watch-keys/profiles";
import { reportKey } from "./watch-keys/report";
import type { WatchKeysEnvironment, WatchKeysSettings } from "./watch-keys/settings";

/**
 * Makes the handler of `watch-keys`, once per container. Deliveries of CloudWatch Logs bring calls made with long-term keys,
 * allowed or denied: keys that something speaks against are reported to the topic `suspicious-keys`, and what is usual for
 * a key is learnt. A tick of the schedule mails what has gathered about key profiles.
 */
export function watchKeys(
  settings: WatchKeysSettings,
  country: CountryLookup,
): (event: unknown) => Promise<TickResult | void> {
  const environment = process.env as unknown as WatchKeysEnvironment;
  const kept: { check?: OriginCheck; parts?: WatchParts } = {};
  const parts = () => (kept.parts ??= watchParts(environment, settings));
  return async (event) => {
    const nowMs = Date.now();
    if (textAt(event, "source") === "aws.events") return handleTick(parts(), nowMs);
    const delivery = decodeEnvelope(event);
    const calls = delivery.kind === "control" ? [] : watchedCalls(delivery.logEvents);
    if (calls.length === 0) return undefined;
    return handleCalls(calls, (kept.check ??= originCheck(settings.rule, country)), parts(), nowMs);
  };
}

async function handleTick({ watch, mail, words }: WatchParts, nowMs: number): Promise<TickResult> {
  const nextMs = await mailDigest({ watch, mail, words }, nowMs);
  return nextMs === undefined ? {} : { nothingDueBefore: new Date(nextMs).toISOString() };
}

async function handleCalls(
  calls: readonly WatchedCall[],
  check: OriginCheck,
  parts: WatchParts,
  nowMs: number,
): Promise<void> {
  const failures: unknown[] = [];
  // What fails for one key, or for the profiles, is not to keep the others waiting.
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  const expectedOf = parts.expectedOnce();
  const suspects = sortCalls(calls, check);
  const requests = requestsIn(calls, suspects, parts);
  const unusual = await attempt(() => profileKeys(requests, { ...parts, expectedOf }, nowMs));
  for (const evidence of evidenceOf(suspects, unusual ?? new Map())) {
    await attempt(() => reportKey(evidence, { ...parts, expectedOf }, parts.memories, nowMs));
  }
  if (failures.length > 0) throw failures[0];
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
