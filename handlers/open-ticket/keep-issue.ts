import type { JiraFailure } from "../../clients/jira";
import { isJiraFailure } from "../../clients/jira";
import { gatherMs, nextStep } from "../../core/tickets/next-step";
import { afterFailure } from "../../core/tickets/outage";
import type { TicketRecord } from "../../core/tickets/ticket-record";
import { takeIn } from "../../core/tickets/ticket-record";
import { log } from "../post-denials/audit";
import type { TicketWake, TicketWork } from "./message";
import type { TicketParts } from "./parts";
import { takeStep } from "./take-step";

/** How long one invocation may keep an incident to itself: the function's time-out. */
export const claimMs = 60_000;

/** Steps in one invocation: far more than an incident has. What is left is for the next one. */
const mostSteps = 60;

/**
 * Takes a message in and brings the incident's issue up to date. What is taken in stands in the incident's record in the
 * order of its events; one invocation at a time works it off. While Jira is down the record waits, and the function wakes
 * itself. Throws where the message has to come again.
 */
export async function keepIssue(work: TicketWork, parts: TicketParts, claimant: string, nowMs: number): Promise<void> {
  const { label, message } = work;
  const { store } = parts;
  const taken = await store.changeTicket(
    label,
    (known) => (message === undefined ? undefined : takeIn(known, message.event, label, message.id)),
    nowMs,
  );
  if (taken === undefined) return log("no-ticket", { label });
  // Whoever has it finds what was taken in; a message of theirs comes again where they fail.
  while (await claim(label, parts, claimant, nowMs)) {
    try {
      await workOff(label, parts, nowMs);
    } catch (error) {
      return putOff(error, label, parts, claimant, nowMs);
    }
    const released = await release(label, parts, claimant, nowMs, (record) => record);
    // What came in between the last look and now was left to this invocation.
    if (isUpToDate(released, nowMs)) return;
  }
}

function isUpToDate(record: TicketRecord | undefined, nowMs: number): boolean {
  const step = record === undefined ? undefined : nextStep(record, nowMs);
  return step === undefined || step.kind === "done" || (step.kind === "wait" && record?.wakeAtMs === step.untilMs);
}

/** False where another invocation has it, or where Jira is not to be tried yet. */
async function claim(label: string, { store }: TicketParts, by: string, nowMs: number): Promise<boolean> {
  const claimed = await store.changeTicket(
    label,
    (record) => {
      if (record === undefined || record.notes.length === 0) return undefined;
      if (record.claim !== undefined && nowMs < record.claim.untilMs) return undefined;
      if (record.retryAtMs !== undefined && nowMs < record.retryAtMs) return undefined;
      return { ...record, claim: { by, untilMs: nowMs + claimMs } };
    },
    nowMs,
  );
  return claimed?.claim?.by === by;
}

async function release(
  label: string,
  { store }: TicketParts,
  by: string,
  nowMs: number,
  change: (record: TicketRecord) => TicketRecord,
): Promise<TicketRecord | undefined> {
  return store.changeTicket(
    label,
    (record) => (record?.claim?.by === by ? { ...change(record), claim: undefined } : undefined),
    nowMs,
  );
}

async function workOff(label: string, parts: TicketParts, nowMs: number): Promise<void> {
  for (let count = 0; count < mostSteps; count += 1) {
    const record = (await parts.store.ticket(label))?.value;
    const step = record === undefined ? undefined : nextStep(record, nowMs);
    if (record === undefined || step === undefined || step.kind === "done") return;
    if (step.kind === "wait") return wakeLater(record, step.untilMs, parts, nowMs);
    await takeStep(record, step, parts, nowMs);
  }
  throw new Error(`the ticket ${label} is not up to date after ${mostSteps} steps`);
}

/** Once for each time that something is due at. */
async function wakeLater(
  { label, wakeAtMs }: TicketRecord,
  untilMs: number,
  { store, wake }: TicketParts,
  nowMs: number,
): Promise<void> {
  if (wakeAtMs === untilMs) return;
  await wake.send(wakeOf(label), Math.min(untilMs - nowMs, gatherMs) / 1000);
  await store.changeTicket(label, (record) => record && { ...record, wakeAtMs: untilMs }, nowMs);
}

/**
 * An outage is waited out with the message answered for: the record holds it. What does not pass by itself, as a token that
 * is no longer good, makes the message come again and then go into the dead-letter queue.
 */
async function putOff(
  error: unknown,
  label: string,
  parts: TicketParts,
  claimant: string,
  nowMs: number,
): Promise<void> {
  const failure: JiraFailure | undefined = isJiraFailure(error) ? error : undefined;
  const record = failure?.isPassing === true ? (await parts.store.ticket(label))?.value : undefined;
  const waiting = record === undefined ? undefined : afterFailure(record, nowMs, failure?.retryAfterMs);
  if (waiting !== undefined) await parts.wake.send(wakeOf(label), (waiting.retryAtMs - nowMs) / 1000);
  await release(label, parts, claimant, nowMs, (newest) =>
    waiting === undefined
      ? // Since when it fails stays: a message that comes again is not to begin to wait anew.
        { ...newest, retryAtMs: undefined }
      : {
          ...newest,
          failingSinceMs: waiting.failingSinceMs,
          failures: waiting.failures,
          retryAtMs: waiting.retryAtMs,
        },
  );
  if (waiting === undefined) throw error;
  log("put-off", { label, why: failure?.message, untilMs: waiting.retryAtMs });
}

function wakeOf(label: string): TicketWake {
  return { warden: "ticket", record: label };
}
