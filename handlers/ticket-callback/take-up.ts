import { isJiraFailure } from "../../clients/jira";
import { suspiciousKeyText } from "../../core/suspicious-keys/message";
import { enrichmentDocument } from "../../core/tickets/enrichment";
import { namedAction, namedActionDocument } from "../../core/tickets/named-action";
import type { TicketRecord } from "../../core/tickets/ticket-record";
import { log } from "../post-denials/audit";
import { enrich } from "./enrich";
import type { CallbackMessage } from "./message";
import type { CallbackParts } from "./parts";

/** Tries while Jira is down, or while the issue's record is not written yet; the pauses between them make two hours. */
const mostTries = 12;
const firstPauseSeconds = 15;
const longestPauseSeconds = 900;

/** How long one invocation may keep an issue's enrichment to itself: the function's time-out. */
const claimMs = 60_000;

const mostAsked = 20;
const longestName = 60;

/**
 * Enriches the issue once, and takes up what it asks for, once for each action. An issue that is none of Warden's is left
 * alone. Throws where the message has to come again.
 */
export async function takeUp(message: CallbackMessage, parts: CallbackParts, nowMs: number): Promise<void> {
  const ticket = await ticketOf(message, parts);
  if (ticket === "unknown") return log("not-ours", { issue: message.record });
  try {
    if (ticket === "not-written-yet") throw waiting();
    if (message.isNew) await enrichOnce(message.record, ticket, parts, nowMs);
    for (const name of message.actions) await askOnce(message.record, name.slice(0, longestName), ticket, parts, nowMs);
  } catch (error) {
    if (!isJiraFailure(error) || !error.isPassing || message.tries >= mostTries) throw error;
    const pauseSeconds = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** message.tries);
    await parts.queue.send({ ...message, tries: message.tries + 1 }, pauseSeconds);
    log("put-off", { issue: message.record, why: error.message });
  }
}

/** The record is Warden's word that the issue is its own: labels are anybody's. */
async function ticketOf(
  { record, incidents }: CallbackMessage,
  { tickets }: CallbackParts,
): Promise<TicketRecord | "unknown" | "not-written-yet"> {
  let isExpected = false;
  for (const label of incidents) {
    const ticket = (await tickets.ticket(label))?.value;
    if (ticket?.issue?.id === record) return ticket;
    if (ticket !== undefined && ticket.issue === undefined && ticket.askedForMs !== undefined) isExpected = true;
  }
  return isExpected ? "not-written-yet" : "unknown";
}

function waiting(): Error {
  const why = "the issue was made a moment ago, and its record is not written yet";
  return Object.assign(new Error(why), { jiraStatus: 0, isPassing: true });
}

async function enrichOnce(issueId: string, ticket: TicketRecord, parts: CallbackParts, nowMs: number): Promise<void> {
  const { value: memory, version } = await parts.callbacks.memory(issueId);
  if (memory.enrichedAtMs !== undefined) return;
  if (memory.enrichingUntilMs !== undefined && nowMs < memory.enrichingUntilMs) throw busy(issueId);
  const claimed = { ...memory, enrichingUntilMs: nowMs + claimMs };
  if (!(await parts.callbacks.saveMemory(issueId, claimed, version, nowMs))) throw busy(issueId);
  try {
    await parts.jira.comment(issueId, enrichmentDocument(await enrich(ticket, parts, nowMs)), nowMs);
  } catch (error) {
    await parts.callbacks.saveMemory(issueId, memory, version + 1, nowMs);
    throw error;
  }
  log("enriched", { issue: issueId });
  await parts.callbacks.saveMemory(issueId, { ...memory, enrichedAtMs: nowMs }, version + 1, nowMs);
}

function busy(issueId: string): Error {
  return new Error(`another invocation is at work on the issue ${issueId}`);
}

/** A label is a report, not an approval: the responder looks at the subject anew and decides as it always does. */
async function askOnce(
  issueId: string,
  name: string,
  ticket: TicketRecord,
  parts: CallbackParts,
  nowMs: number,
): Promise<void> {
  const { value: memory, version } = await parts.callbacks.memory(issueId);
  if (Object.hasOwn(memory.asked, name) || Object.keys(memory.asked).length >= mostAsked) return;
  const came = namedAction(name, ticket.subject);
  if (came === "asked") await reportKey(ticket, parts);
  log("action-named", { issue: issueId, came });
  await parts.jira.comment(issueId, namedActionDocument(name, came), nowMs);
  const asked = { ...memory.asked, [name]: nowMs };
  if (!(await parts.callbacks.saveMemory(issueId, { ...memory, asked }, version, nowMs))) throw busy(issueId);
}

/** With no signal of its own, and as old as what was seen: a label makes nothing newer or worse than it is. */
async function reportKey(ticket: TicketRecord, { actions, suspiciousKeys }: CallbackParts): Promise<void> {
  const record = ticket.action === undefined ? undefined : (await actions.record(ticket.action))?.value;
  const { seenAtMs } = record ?? {};
  await suspiciousKeys.publish(
    suspiciousKeyText({
      accessKeyId: ticket.subject.id,
      signals: [],
      eventIds: [],
      ...(ticket.account === undefined ? {} : { account: ticket.account }),
      ...(seenAtMs === undefined ? {} : { seenAtMs }),
    }),
  );
}
