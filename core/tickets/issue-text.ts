import type { TicketEvent } from "../incidents/ticket-event";
import type { Organization } from "../organization/organization";
import { accountOf, namedAccount, placeOfAccount } from "../organization/organization";
import { subjectWords } from "../slack/action-words";
import type { JiraDocument } from "./document";
import { jiraDocument } from "./document";
import { inertForJira } from "./inert";
import type { Note, TicketRecord } from "./ticket-record";

/** Jira takes summaries of 255 characters on one line. */
const longestSummary = 250;

/** What kinds of incident are called in an issue's summary; another kind by its own name. */
const kindWords: Readonly<Record<string, string>> = Object.freeze({
  "suspicious-key": "Suspicious use of",
  "rule-returned": "Returned again and again:",
  "trail-deleted": "Deleted:",
  "trail-stopped-again": "Stopped again:",
});

/** One line that names kind, subject and account. The only field of Jira's where text has no form at all. */
export function issueSummary({ kind, subject, account }: TicketRecord, organization?: Organization): string {
  const words = Object.hasOwn(kindWords, kind) ? kindWords[kind] : `${kind.replaceAll("-", " ")}:`;
  const where = account === undefined ? "" : ` in account ${namedAccount(account, accountOf(organization, account))}`;
  return inertForJira(`${words} ${subjectText(subject)}${where}`.replaceAll("`", "'"), longestSummary).trim();
}

/** "access key ending 00AB", "trail arn:…" */
export function subjectText({ kind, id }: TicketEvent["subject"]): string {
  const word = Object.hasOwn(subjectWords, kind) ? subjectWords[kind] : kind;
  return kind === "key" ? `${word} ending ${id.slice(-4)}` : `${word} ${id}`;
}

/** What a new issue says. */
export function issueDescription(record: TicketRecord, note: Note, organization?: Organization): JiraDocument {
  const { account, region, eventIds, label } = record;
  return jiraDocument([
    { lines: textLines(note) },
    { heading: "When", lines: timeLines(note) },
    {
      heading: "Where",
      lines: [
        ...(account === undefined ? [] : accountLines(account, organization)),
        ...(region === undefined ? [] : [`Region \`${region}\``]),
      ],
    },
    { heading: "Events", lines: eventIds.slice(0, 5).map((id) => `\`${id.replaceAll("`", "'")}\``) },
    {
      lines: [
        `API Warden keeps this issue by its label \`${label}\`: it comments when it is seen again, reopens it, and closes it when a second look finds that what was done holds.`,
      ],
    },
  ]);
}

function accountLines(id: string, organization: Organization | undefined): string[] {
  const account = accountOf(organization, id);
  const quoted = (text: string) => `\`${text.replaceAll("`", "'")}\``;
  const facts = account === undefined ? [] : placeOfAccount(account);
  return [
    `Account ${quoted(namedAccount(id, account))}`,
    ...facts.map(([word, text]) => `${word.charAt(0).toUpperCase()}${word.slice(1)} ${quoted(text)}`),
  ];
}

/** What is said of an incident that was seen again, or of which something new is to be told. */
export function againDocument(record: TicketRecord, note: Note, isReopened: boolean): JiraDocument {
  const total = record.toldCount + note.count;
  const again = note.count === 0 ? [] : [`Seen ${times(note.count)} more, ${total} in all.`];
  return jiraDocument([
    { lines: [...(isReopened ? ["It is back: reopened."] : []), ...again, ...timeLines(note)] },
    { lines: textLines(note) },
  ]);
}

/** What is said where a second look has found that what was done holds. */
export function resolvedDocument(note: Note, outcome: "closed" | "left-open" | "no-transition"): JiraDocument {
  const said = {
    closed: "Contained: a second look found that what was done holds. Closed.",
    "left-open": "A second look found that what was done had held, but it was seen again since. Left open.",
    "no-transition":
      "Contained: a second look found that what was done holds. The workflow offers no step to a status that is done, so it is left open.",
  }[outcome];
  return jiraDocument([{ lines: [said] }, { lines: textLines(note) }]);
}

function textLines({ text }: Note): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function timeLines({ firstAtMs, lastAtMs }: Note): string[] {
  return firstAtMs === lastAtMs ? [isoTime(firstAtMs)] : [`${isoTime(firstAtMs)} to ${isoTime(lastAtMs)}`];
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function isoTime(ms: number): string {
  const isTime = Number.isFinite(ms) && Math.abs(ms) < 8.64e15;
  return isTime ? `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC` : "time unknown";
}
