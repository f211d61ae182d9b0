import type { CountryLookup } from "../clients/country";
import type { ReadLogEvent } from "../core/cloudtrail/envelope";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { textAt } from "../core/cloudtrail/record";
import type { OriginCheck } from "../core/keys/country-check";
import { originCheck } from "../core/keys/country-check";
import { watchedCalls } from "../core/keys/watched-calls";
import type { TickResult } from "./post-denials/work";
import { handleCalls } from "./watch-keys/handle-calls";
import { mailDigest } from "./watch-keys/mail-digest";
import type { WatchParts } from "./watch-keys/parts";
import { watchParts } from "./watch-keys/parts";
import { doAll } from "./watch-trail/do-all";
import { handOn } from "./watch-trail/hand-on";
import type { WatchKeysEnvironment, WatchKeysSettings } from "./watch-keys/settings";

/** The work of `watch-keys`, for whichever function does it. */
export interface KeyWork {
  take(logEvents: readonly ReadLogEvent[], nowMs: number): Promise<void>;
  tick(nowMs: number): Promise<TickResult>;
}

/** Makes the work, once per container; what it needs is made with the first event that needs it. */
export function keyWork(settings: WatchKeysSettings, country: CountryLookup): KeyWork {
  const environment = process.env as unknown as WatchKeysEnvironment;
  const kept: { check?: OriginCheck; parts?: WatchParts } = {};
  const parts = () => (kept.parts ??= watchParts(environment, settings));
  return {
    async take(logEvents, nowMs) {
      const calls = watchedCalls(logEvents);
      if (calls.length === 0) return;
      await handleCalls(calls, (kept.check ??= originCheck(settings.rule, country)), parts(), nowMs);
    },
    tick: (nowMs) => handleTick(parts(), nowMs),
  };
}

/**
 * Makes the handler of `watch-keys`, once per container. Deliveries of CloudWatch Logs bring calls made with long-term keys,
 * allowed or denied: keys that something speaks against are reported to the topic `suspicious-keys`, and what is usual for
 * a key is learnt. Calls that other functions act on come with them and are handed on. A tick of the schedule mails what has
 * gathered about key profiles.
 */
export function watchKeys(
  settings: WatchKeysSettings,
  country: CountryLookup,
): (event: unknown) => Promise<TickResult | void> {
  const work = keyWork(settings, country);
  const hand = handOn((process.env as unknown as WatchKeysEnvironment).HAND_ON_QUEUE_URLS);
  return async (event) => {
    const nowMs = Date.now();
    if (textAt(event, "source") === "aws.events") return work.tick(nowMs);
    const delivery = decodeEnvelope(event);
    if (delivery.kind === "control") return undefined;
    return doAll([() => work.take(delivery.logEvents, nowMs), () => hand(delivery.logEvents)]);
  };
}

async function handleTick({ watch, mail, words }: WatchParts, nowMs: number): Promise<TickResult> {
  const nextMs = await mailDigest({ watch, mail, words }, nowMs);
  return nextMs === undefined ? {} : { nothingDueBefore: new Date(nextMs).toISOString() };
}
