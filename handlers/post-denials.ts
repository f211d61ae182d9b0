import type { CountryLookup } from "../clients/country";
import type { DenialStore } from "../clients/denial-store";
import { denialStore } from "../clients/denial-store";
import { probeStore } from "../clients/probe-store";
import type { Patience } from "../clients/slack";
import type { ReadLogEvent } from "../core/cloudtrail/envelope";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { valueAt } from "../core/cloudtrail/record";
import { invocationPatience, messageChannel } from "./message-channel";
import type { PostDenialsEnvironment, PostDenialsSettings } from "./post-denials/settings";
import type { DeliveryResult, TickResult, WorkParts } from "./post-denials/work";
import { gatherAndCount, handleTick, handleUndelivered, takeDelivery } from "./post-denials/work";

/** The work of `post-denials`, for whichever function does it. */
export interface DenialWork {
  /** Takes one delivery of log events, once; a delivery that comes again has the same stream and the same ids. */
  take(logStream: string, logEvents: readonly ReadLogEvent[], nowMs: number): Promise<DeliveryResult | undefined>;
  /** The same for log events that are known to come once, or are claimed already. */
  gather(logEvents: readonly ReadLogEvent[], nowMs: number): Promise<void>;
  tick(nowMs: number): Promise<TickResult>;
  /** Posts what an earlier tick could not, as redriven from the dead-letter queue. */
  tellUndelivered(event: unknown, nowMs: number): Promise<void>;
  /** What keeps a delivery from being handled twice. */
  claims(): Pick<DenialStore, "claim" | "finish" | "abandon">;
}

/** Makes the work, once per container; what it needs is made with the first event that needs it. */
export function denialWork(settings: PostDenialsSettings, country: CountryLookup): DenialWork {
  const environment = process.env as unknown as PostDenialsEnvironment;
  const kept: { parts?: WorkParts; patience: Patience } = { patience: invocationPatience() };
  const parts = () =>
    (kept.parts ??= {
      settings,
      environment,
      country,
      store: denialStore(environment.TABLE_NAME),
      probes: probeStore(environment.TABLE_NAME),
      channel: messageChannel(settings.channel, environment, () => kept.patience),
    });
  const begin = (nowMs: number) => {
    kept.patience = invocationPatience();
    const begun = parts();
    begun.store.begin(nowMs);
    return begun;
  };
  return {
    take: (logStream, logEvents, nowMs) => takeDelivery(logStream, logEvents, begin(nowMs), nowMs),
    gather: async (logEvents, nowMs) => void (await gatherAndCount(logEvents, undefined, begin(nowMs), nowMs)),
    tick: (nowMs) => handleTick(begin(nowMs), nowMs),
    tellUndelivered: (event, nowMs) => handleUndelivered(event, begin(nowMs), nowMs),
    claims: () => parts().store,
  };
}

/**
 * Makes the handler of `post-denials`, once per container. Three kinds of event come in: a delivery of CloudWatch Logs, a
 * tick of the schedule, and a dead letter of its own that is redriven.
 */
export function postDenials(
  settings: PostDenialsSettings,
  country: CountryLookup,
): (event: unknown) => Promise<TickResult | DeliveryResult | undefined | void> {
  const work = denialWork(settings, country);
  return async (event) => {
    const nowMs = Date.now();
    if (valueAt(event, "awslogs") !== undefined) {
      const delivery = decodeEnvelope(event);
      // A control message loads nothing.
      return delivery.kind === "control" ? undefined : work.take(delivery.logStream, delivery.logEvents, nowMs);
    }
    if (valueAt(event, "warden") === "undelivered") return work.tellUndelivered(event, nowMs);
    return work.tick(nowMs);
  };
}
