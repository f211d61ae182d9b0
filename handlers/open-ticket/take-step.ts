import { isJiraFailure } from "../../clients/jira";
import { againDocument, issueDescription, issueSummary, resolvedDocument } from "../../core/tickets/issue-text";
import { issueQuery } from "../../core/tickets/label";
import type { Step } from "../../core/tickets/next-step";
import { afterTelling } from "../../core/tickets/next-step";
import { afterSuccess } from "../../core/tickets/outage";
import type { Note, TicketIssue, TicketRecord } from "../../core/tickets/ticket-record";
import { log } from "../post-denials/audit";
import type { TicketParts } from "./parts";

/** What was made may take so long to be found by a search. */
export const indexLagMs = 120_000;

/** An issue that vanishes sooner was not deleted by a person: the token can't see it, and would make one after another. */
const soonestDeletionMs = 3_600_000;

/** Makes one step and writes down that it is made. Throws what Jira and AWS say. */
export async function takeStep(
  record: TicketRecord,
  step: Exclude<Step, { kind: "wait" | "done" }>,
  parts: TicketParts,
  nowMs: number,
): Promise<void> {
  switch (step.kind) {
    case "drop":
      return progress(record, parts, nowMs, (newest) => afterTelling(newest, step.note, nowMs));
    case "open":
      return open(record, step.note, parts, nowMs);
    case "tell":
      return tell(record, step.note, step.issue, parts, nowMs);
    case "resolve":
      return resolve(record, step, parts, nowMs);
  }
}

/**
 * Finds the issue, which may be there without a record of ours, or makes it. An issue that was asked for and not confirmed
 * is looked for until a search would find it: only then another one is asked for.
 */
async function open(record: TicketRecord, waiting: Note, parts: TicketParts, nowMs: number): Promise<void> {
  // An issue is made of one occasion; whatever came with it is counted as all that comes after it.
  const note: Note = waiting.count > 1 ? { ...waiting, count: 1, lastAtMs: waiting.firstAtMs } : waiting;
  const { jira, project } = parts;
  const { label, askedForMs } = record;
  const [found] = await jira.search(issueQuery(project, label), nowMs);
  if (found !== undefined) {
    const { id, key } = found;
    return noteIssue(record, { id, key }, parts, nowMs, (newest) => newest);
  }
  if (askedForMs !== undefined && nowMs - askedForMs < indexLagMs) {
    const retryAfterMs = askedForMs + indexLagMs - nowMs;
    const why = "an issue was asked for and is not found yet";
    throw Object.assign(new Error(why), { jiraStatus: 0, isPassing: true, retryAfterMs });
  }
  if (note.phase === "resolved") {
    return progress(record, parts, nowMs, (newest) => afterTelling(newest, note, nowMs));
  }
  await change(record, parts, nowMs, (newest) => ({ ...newest, askedForMs: nowMs }));
  const made = await create(record, note, parts, nowMs);
  log("issue-made", { label, issue: made.key });
  await noteIssue(record, made, parts, nowMs, (newest) => afterTelling(newest, note, nowMs));
}

async function create(record: TicketRecord, note: Note, parts: TicketParts, nowMs: number): Promise<TicketIssue> {
  const { account, label } = record;
  const organization = account === undefined ? undefined : await parts.known?.([account]);
  const description = issueDescription(record, note, organization);
  try {
    return await parts.jira.create(
      { summary: issueSummary(record, organization), description, labels: [label] },
      nowMs,
    );
  } catch (error) {
    // What Jira refused it has not made.
    const isRefused = isJiraFailure(error) && error.jiraStatus >= 400 && error.jiraStatus < 500;
    if (isRefused) await change(record, parts, nowMs, (newest) => ({ ...newest, askedForMs: undefined }));
    throw error;
  }
}

async function tell(
  record: TicketRecord,
  note: Note,
  { id, key }: TicketIssue,
  parts: TicketParts,
  nowMs: number,
): Promise<void> {
  const isDone = await parts.jira.isDone(id, nowMs);
  if (isDone === undefined) return forget(record, key, parts, nowMs);
  const isReopened = isDone && (await lead(id, "open", parts, nowMs));
  await parts.jira.comment(id, againDocument(record, note, isReopened), nowMs);
  log("issue-told", { label: record.label, issue: key, count: note.count, reopened: isReopened });
  await progress(record, parts, nowMs, (newest) => afterTelling(newest, note, nowMs));
}

async function resolve(
  record: TicketRecord,
  { note, issue, closes }: Extract<Step, { kind: "resolve" }>,
  parts: TicketParts,
  nowMs: number,
): Promise<void> {
  const { id, key } = issue;
  const isDone = await parts.jira.isDone(id, nowMs);
  if (isDone === undefined) return forget(record, key, parts, nowMs);
  const isLed = closes && (isDone || (await lead(id, "done", parts, nowMs)));
  const outcome = !closes ? "left-open" : isLed ? "closed" : "no-transition";
  await parts.jira.comment(id, resolvedDocument(note, outcome), nowMs);
  log("issue-resolved", { label: record.label, issue: key, outcome });
  await progress(record, parts, nowMs, (newest) => afterTelling(newest, note, nowMs));
}

/** Takes the workflow's first step to a status that is done, or that is not. False where it offers none. */
async function lead(issueId: string, where: "done" | "open", { jira }: TicketParts, nowMs: number): Promise<boolean> {
  const offered = await jira.transitions(issueId, nowMs);
  const wanted = where === "done" ? ["done"] : ["new", "indeterminate"];
  const [transition] = wanted.flatMap((category) => offered.filter((one) => one.category === category));
  if (transition === undefined) return false;
  await jira.transition(issueId, transition.id, nowMs);
  return true;
}

/** Somebody has deleted the issue: the next step looks for another one, or makes it. */
async function forget(record: TicketRecord, key: string, parts: TicketParts, nowMs: number): Promise<void> {
  if (nowMs - (record.issueSinceMs ?? nowMs) < soonestDeletionMs) {
    throw new Error(
      `Jira does not show the issue ${key} that it made or found within the hour: may the user browse it?`,
    );
  }
  log("issue-gone", { label: record.label, issue: key });
  await progress(record, parts, nowMs, (newest) => ({ ...newest, issue: undefined, askedForMs: undefined }));
}

async function noteIssue(
  record: TicketRecord,
  issue: TicketIssue,
  parts: TicketParts,
  nowMs: number,
  after: (newest: TicketRecord) => TicketRecord,
): Promise<void> {
  await progress(record, parts, nowMs, (newest) =>
    after({ ...newest, issue, issueSinceMs: nowMs, askedForMs: undefined }),
  );
}

async function change(
  { label }: TicketRecord,
  { store }: TicketParts,
  nowMs: number,
  make: (newest: TicketRecord) => TicketRecord,
): Promise<void> {
  await store.changeTicket(label, (newest) => newest && make(newest), nowMs);
}

/** A step that is made shows that Jira is there. */
async function progress(
  record: TicketRecord,
  parts: TicketParts,
  nowMs: number,
  make: (newest: TicketRecord) => TicketRecord,
): Promise<void> {
  await change(record, parts, nowMs, (newest) => afterSuccess(make(newest)));
}
