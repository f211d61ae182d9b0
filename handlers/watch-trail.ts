import type { CountryLookup } from "../clients/country";
import { deadLetter } from "../clients/dead-letters";
import type { TrailFiles } from "../clients/trail-files";
import { trailFiles } from "../clients/trail-files";
import type { ReadLogEvent } from "../core/cloudtrail/envelope";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { valueAt } from "../core/cloudtrail/record";
import { compileFilterPattern } from "../core/filter-pattern/compile";
import type { InvocationContext } from "../stacks/warden-function";
import type { BatchAnswer } from "./forward-events";
import { denialWork } from "./post-denials";
import { log } from "./post-denials/audit";
import { claimMs } from "./post-denials/work";
import { keyWork } from "./watch-keys";
import { doAll } from "./watch-trail/do-all";
import { handOn } from "./watch-trail/hand-on";
import type { AnnouncingMessage } from "./watch-trail/messages";
import { givenUp, messagesIn } from "./watch-trail/messages";
import type { WatchTrailEnvironment, WatchTrailSettings } from "./watch-trail/settings";
import type { SortRecords } from "./watch-trail/sort-records";
import { recordSorter } from "./watch-trail/sort-records";
import { takeFiles } from "./watch-trail/take-files";

/** The rule whose ticks are those of `watch-keys`; any other is of `post-denials`. */
export const mailRule = "watch-trail-mail";

interface Kept {
  sort?: SortRecords;
  wants?: (record: unknown) => boolean;
  files?: TrailFiles;
}

/**
 * Makes the handler of `watch-trail`, once per container: the work of `post-denials` and of `watch-keys` where both have one
 * source. Events are deliveries of CloudWatch Logs through one wide filter, or announcements of new log files in a queue; ticks of
 * two schedules; and dead letters that are redriven.
 */
export function watchTrail(
  settings: WatchTrailSettings,
  country: CountryLookup,
): (event: unknown, context: InvocationContext) => Promise<unknown> {
  const environment = process.env as unknown as WatchTrailEnvironment;
  const denials = denialWork(settings.denials, country);
  const keys = keyWork(settings.keys, country);
  const hand = handOn(environment.HAND_ON_QUEUE_URLS);
  const kept: Kept = {};
  const sort = () => (kept.sort ??= recordSorter(settings.patterns));

  async function takeDelivery(event: unknown, nowMs: number): Promise<void> {
    const delivery = decodeEnvelope(event);
    if (delivery.kind === "control") return;
    const sorted = sort()(delivery.logEvents);
    await doAll([
      async () => {
        if (sorted.denials.length > 0) await denials.take(delivery.logStream, sorted.denials, nowMs);
      },
      () => keys.take(sorted.keys, nowMs),
      () => hand(delivery.logEvents),
    ]);
  }

  async function takeRecords(logEvents: readonly ReadLogEvent[], nowMs: number): Promise<void> {
    const sorted = sort()(logEvents);
    await doAll([
      async () => {
        if (sorted.denials.length > 0) await denials.gather(sorted.denials, nowMs);
      },
      () => keys.take(sorted.keys, nowMs),
      () => hand(logEvents),
    ]);
  }

  async function takeMessages(
    messages: readonly AnnouncingMessage[],
    { invokedFunctionArn }: InvocationContext,
    nowMs: number,
  ): Promise<BatchAnswer> {
    for (const message of messages.filter(({ isStrange }) => isStrange)) {
      await deadLetter(environment.DEAD_LETTER_QUEUE_URL, givenUp(message));
      log("strange", { what: "a message of the queue that announces nothing" });
    }
    const failed = await takeFiles(
      messages,
      {
        // arn:aws:lambda:REGION:ACCOUNT:function:NAME
        files: (kept.files ??= trailFiles(invokedFunctionArn.split(":")[4] ?? "")),
        place: { bucket: environment.TRAIL_BUCKET ?? "", prefix: environment.TRAIL_PREFIX ?? "" },
        wants: (kept.wants ??= compileFilterPattern(environment.TRAIL_PATTERN ?? "")),
        claims: () => denials.claims(),
        work: (logEvents) => takeRecords(logEvents, nowMs),
        claimMs,
      },
      nowMs,
    );
    return answerTo(messages, failed, settings.mostTries, environment);
  }

  return async (event, context) => {
    const nowMs = Date.now();
    if (valueAt(event, "awslogs") !== undefined) return takeDelivery(event, nowMs);
    const messages = messagesIn(event);
    if (messages !== undefined) return takeMessages(messages, context, nowMs);
    if (valueAt(event, "warden") === "undelivered") return denials.tellUndelivered(event, nowMs);
    return isMailTick(event) ? keys.tick(nowMs) : denials.tick(nowMs);
  };
}

function isMailTick(event: unknown): boolean {
  const rules = valueAt(event, "resources");
  return Array.isArray(rules) && String(rules[0]).includes(`rule/${mailRule}-`);
}

/** What failed stays in the queue; what has failed often enough in somebody else's queue is kept in the function's own. */
async function answerTo(
  messages: readonly AnnouncingMessage[],
  failed: ReadonlyMap<string, unknown>,
  mostTries: number | undefined,
  { DEAD_LETTER_QUEUE_URL }: WatchTrailEnvironment,
): Promise<BatchAnswer> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const message of messages) {
    const { messageId, tries, isInQueue } = message;
    const why = failed.get(messageId);
    if (why === undefined) continue;
    log("not-taken", { why: String((why as Error).message ?? why).slice(0, 200), tries });
    // A message that was redriven is in no queue any more: what is not taken now is Lambda's to try again.
    if (!isInQueue) throw why as Error;
    if (mostTries !== undefined && tries >= mostTries) await deadLetter(DEAD_LETTER_QUEUE_URL, givenUp(message));
    else batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}
