import { createHash } from "node:crypto";

import type { CountryLookup } from "../../clients/country";
import type { DenialStore } from "../../clients/denial-store";
import type { ProbeStore } from "../../clients/probe-store";
import type { MessageChannel } from "../../clients/slack";
import type { ReadLogEvent } from "../../core/cloudtrail/envelope";
import { valueAt } from "../../core/cloudtrail/record";
import type { Group } from "../../core/denials/group";
import type { GatheringRules } from "../../core/denials/ledger";
import { ownRoleArnsIn } from "../../core/denials/own-roles";
import { sortDelivery } from "../../core/denials/sort-delivery";
import { consolePortal } from "../console-portal";
import { budgetBook } from "./budget-book";
import type { Claim } from "./claim";
import { claimNow } from "./claim";
import { closeWindows } from "./close-windows";
import { sendDailyDigest } from "./daily-digest";
import { gatherDelivery } from "./gather";
import { sentProbesIn, takeProbes } from "./probe-arrivals";
import type { PostDenialsEnvironment, PostDenialsSettings } from "./settings";
import type { Teller, Telling } from "./teller";
import { teller } from "./teller";

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

/** What the work is done with. */
export interface WorkParts {
  readonly settings: PostDenialsSettings;
  readonly environment: PostDenialsEnvironment;
  readonly store: DenialStore;
  readonly probes: Pick<ProbeStore, "sent" | "arrival" | "noteArrival">;
  readonly country: CountryLookup;
  readonly channel: MessageChannel;
}

function tellerOf({ channel, store, settings, environment, country }: WorkParts): Teller {
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

/** Takes one delivery of log events, once. */
export async function takeDelivery(
  logStream: string,
  logEvents: readonly ReadLogEvent[],
  parts: WorkParts,
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
export async function gatherAndCount(
  logEvents: readonly ReadLogEvent[],
  claim: Claim | undefined,
  parts: WorkParts,
  nowMs: number,
): Promise<readonly number[] | undefined> {
  const { settings, environment, store, probes } = parts;
  const sorted = sortDelivery(
    logEvents,
    {
      mutes: settings.mutes,
      ownRoles: { arns: ownRoleArnsIn(environment.OWN_ROLES), members: settings.memberRoles },
      ownResourceNames: JSON.parse(environment.OWN_RESOURCE_NAMES) as string[],
      logGroupName: environment.LOG_GROUP_NAME,
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

/** Closes windows, and sends the daily digest. */
export async function handleTick(parts: WorkParts, nowMs: number): Promise<TickResult> {
  const { store, environment } = parts;
  const tell = tellerOf(parts);
  const closer = { store, teller: tell, deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL };
  const due = [await closeWindows(closer, nowMs), await sendDailyDigest(store, tell, nowMs)];
  await tell.budget.settle();
  const next = due.filter((dueMs) => dueMs !== undefined);
  return next.length === 0 ? {} : { nothingDueBefore: new Date(Math.min(...next)).toISOString() };
}

/** Posts what an earlier tick could not. */
export async function handleUndelivered(event: unknown, parts: WorkParts, nowMs: number): Promise<void> {
  const incidents = valueAt(event, "incidents") as readonly Telling[];
  const tell = tellerOf(parts);
  await parts.store.commit(await tell.budget.checks());
  if (!(await tell.digest(incidents, nowMs))) {
    throw new Error("the hourly budget of messages is used up; redrive again later");
  }
  await tell.budget.settle();
}
