import type { CloudTrailItem } from "../input/items";
import { ordinaryDay } from "./ordinary-day";
import { seededRandom } from "./random";
import { buildRecord } from "./record";
import { tellStory } from "./story";

/**
 * A day of an invented company, Tuesday, 17 March 2026: about 24,000 CloudTrail records of ordinary work in event time, and
 * among them a deployment role that lacks a permission, a scanner that is refused, and a stolen key. The same seed gives the
 * same day, byte for byte.
 */
export function* bundledDay(seed = 20260317): Generator<CloudTrailItem> {
  const random = seededRandom(seed);
  const calls = [...ordinaryDay(random), ...tellStory(random)].sort((left, right) => left.atMs - right.atMs);
  for (const [index, call] of calls.entries()) {
    const record = buildRecord(call, random);
    yield {
      kind: "cloudtrail",
      atMs: call.atMs,
      record,
      text: JSON.stringify(record),
      origin: `bundled day:${index + 1}`,
    };
  }
}
