import { createHash } from "node:crypto";

import type { CountryLookup } from "../clients/country";
import type { DenialStore } from "../clients/denial-store";
import { denialStore } from "../clients/denial-store";
import { probeStore } from "../clients/probe-store";
import type { MessageChannel, Patience } from "../clients/slack";
import type { LogEvent } from "../core/cloudtrail/envelope";
import { decodeEnvelope } from "../core/cloudtrail/envelope";
import { valueAt } from "../core/cloudtrail/record";
import type { Group } from "../core/denials/group";
import type { GatheringRules } from "../core/denials/ledger";
import { sortDelivery } from "../core/denials/sort-delivery";
import { consolePortal } from "./console-portal";
import { invocationPatience, messageChannel } from "./message-channel";
import { budgetBook } from "./post-denials/budget-book";
import type { Claim } from "./post-denials/claim";
import { claimNow } from "./post-denials/claim";
import { closeWindows } from "./post-denials/close-windows";
import { sendDailyDigest } from "./post-denials/daily-digest";
import { gatherDelivery } from "./post-denials/gather";
import { sentProbesIn, takeProbes } from "./post-denials/probe-arrivals";
import type { PostDenialsEnvironment, PostDenialsSettings } from "./post-denials/settings";
import type { Teller, Telling } from "./post-denials/teller";
import { teller } from "./post-denials/teller";

/** How long one invocation may hold a delivery: the function's time-out. */
export const claimMs = 60_000;

/** How long a principal's second cause waits for a third, and how often a message is updated: one tick of the schedule. */
const tickMs = 60_000;

/** What a tick answers; a local run uses it to leave out ticks that would do nothing. */
export interface TickResult {
  /** ISO time before which a tick has nothing to do, unless another delivery comes; absent when nothing is waiting. */
  readonly nothingDueBefore?: string;
}

/** What a delivery answers, for the same use. */
export interface DeliveryResult {
  /** ISO time before which what it brought needs no tick; null where it never does. */
  readonly nothingDueBefore: string | null;
}

interface Parts {
  readonly settings: PostDenialsSettings;
  readonly environment: PostDenialsEnvironment;
  readonly store: DenialStore;
  readonly country: CountryLookup;
  readonly channel: MessageChannel;
}

/** The work of `post-denials`, for whichever function does it. */
export interface DenialWork {
  /** Takes one delivery of log events, once; a delivery that comes again has the same stream and the same ids. */
  take(logStream: string, logEvents: readonly LogEvent[], nowMs: number): Promise<DeliveryResult | undefined>;
  /** The same for log events that are known to come once, or are claimed already. */
  gather(logEvents: readonly LogEvent[], nowMs: number): Promise<void>;
  tick(nowMs: number): Promise<TickResult>;
  /** Posts what an earlier tick could not, as redriven from the dead-letter queue. */
  tellUndelivered(event: unknown, nowMs: number): Promise<void>;
  /** What keeps a delivery from being handled twice. */
  claims(): Pick<DenialStore, "claim" | "finish" | "abandon">;
}

/** Makes the work, once per container; what it needs is made with the first event that needs it. */
export function denialWork(settings: PostDenialsSettings, country: CountryLookup): DenialWork {
  const environment = process.env as unknown as PostDenialsEnvironment;
  const kept: { parts?: Parts; patience: Patience } = { patience: invocationPatience() };
  const parts = () =>
    (kept.parts ??= {
      settings,
      environment,
      country,
      store: denialStore(environment.TABLE_NAME),
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

function tellerOf({ channel, store, settings, environment, country }: Parts): Teller {
  const place = {
    logGroup: environment.LOG_GROUP_NAME,
    homeRegion: process.env.AWS_REGION,
    ...consolePortal(process.env),
  };
  return teller({ channel, budget: budgetBook(store, settings.maxPostsPerHour), settings, place, country });
}

function gatheringRules(settings: PostDenialsSettings, updates: boolean): GatheringRules {
  return {
    windowMs: settings.windowMs,
    holdMs: tickMs,
    gatheredDueMs: (group: Group, nowMs: number) =>
      updates && group.message !== undefined ? Math.min(nowMs + tickMs, group.closesAtMs) : group.closesAtMs,
  };
}

async function takeDelivery(
  logStream: string,
  logEvents: readonly LogEvent[],
  parts: Parts,
  nowMs: number,
): Promise<DeliveryResult | undefined> {
  const { store } = parts;
  const name = createHash("sha256")
    .update(JSON.stringify([logStream, ...logEvents.map((logEvent) => logEvent.id)]))
    .digest("hex");
  const claim: Claim = { name, leaseMs: claimMs, isOwn: false };
  try {
    const dueMs = await gatherAndCount(logEvents, claim, parts, nowMs);
    if (dueMs === undefined) return undefined;
    return { nothingDueBefore: dueMs.length === 0 ? null : new Date(Math.min(...dueMs)).toISOString() };
  } catch (error) {
    // Lambda's retry must not find the delivery claimed.
    if (claim.isOwn) await store.abandon(name);
    throw error;
  }
}

/** Returns when something of it is due, in milliseconds; undefined where that is not known. */
async function gatherAndCount(
  logEvents: readonly LogEvent[],
  claim: Claim | undefined,
  parts: Parts,
  nowMs: number,
): Promise<readonly number[] | undefined> {
  const { settings, environment, store } = parts;
  const probes = probeStore(environment.TABLE_NAME);
  const sorted = sortDelivery(
    logEvents,
    {
      mutes: settings.mutes,
      ownRoleArns: JSON.parse(environment.OWN_ROLE_ARNS) as string[],
      ownResourceNames: JSON.parse(environment.OWN_RESOURCE_NAMES) as string[],
      probes: await sentProbesIn(logEvents, probes),
    },
    nowMs,
  );
  const tell = tellerOf(parts);
  if (sorted.probes.length > 0) {
    if (claim !== undefined && !(await claimNow(claim, store, nowMs))) return undefined;
    await takeProbes(sorted.probes, { store: probes, teller: tell, channel: parts.channel }, nowMs);
  }
  const rules = gatheringRules(settings, parts.channel.updates);
  try {
    return await gatherDelivery(sorted, claim, { store, teller: tell, rules }, nowMs);
  } finally {
    await tell.budget.settle();
  }
}

async function handleTick(parts: Parts, nowMs: number): Promise<TickResult> {
  const { store, environment } = parts;
  const tell = tellerOf(parts);
  const closer = { store, teller: tell, deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL };
  const due = [await closeWindows(closer, nowMs), await sendDailyDigest(store, tell, nowMs)];
  await tell.budget.settle();
  const next = due.filter((dueMs) => dueMs !== undefined);
  return next.length === 0 ? {} : { nothingDueBefore: new Date(Math.min(...next)).toISOString() };
}

async function handleUndelivered(event: unknown, parts: Parts, nowMs: number): Promise<void> {
  const incidents = valueAt(event, "incidents") as readonly Telling[];
  const tell = tellerOf(parts);
  await parts.store.commit(await tell.budget.checks());
  if (!(await tell.digest(incidents, nowMs))) {
    throw new Error("the hourly budget of messages is used up; redrive again later");
  }
  await tell.budget.settle();
}
