import type { CountryLookup } from "../clients/country";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { textAt } from "../core/cloudtrail/record";
import type { OriginCheck } from "../core/keys/country-check";
import { originCheck } from "../core/keys/country-check";
import { watchedCalls } from "../core/keys/watched-calls";
import type { TickResult } from "./post-denials";
import { handleCalls } from "./watch-keys/handle-calls";
import { mailDigest } from "./watch-keys/mail-digest";
import type { WatchParts } from "./watch-keys/parts";
import { watchParts } from "./watch-keys/parts";
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
