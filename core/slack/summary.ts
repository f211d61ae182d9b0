import {
  actionLines,
  code,
  countLines,
  fromLines,
  whatLines,
  whenLines,
  whereLines,
  whoLines,
  whyLines,
} from "./denial-lines";
import { digestBlocks } from "./digest";
import type { DigestOptions } from "./digest";
import { escapeSentence, plainHeadline, withoutKeyIds } from "./escape";
import { incidentLine, severityLabel, severityWord } from "./headline";
import { incidentLinks } from "./incident-links";
import type { IncidentView } from "./incident-view";
import { context, fieldSection, header, section, slackMessage, SLACK_LIMITS } from "./message";
import type { SlackBlock, SlackMessage } from "./message";
import type { Quote } from "./principal-words";
import { counted } from "./wording";

export type { DigestOptions, MutedCount } from "./digest";
export type { IncidentView } from "./incident-view";
export type { SlackMessage } from "./message";

const MESSAGE_LENGTH = 600;
const REASON_LENGTH = 250;
const NOTE_LENGTH = 200;
const NOTES = 5;

const asPlain: Quote = (text, maxLength) => plainHeadline(withoutKeyIds(text), maxLength);

function severityLines(view: IncidentView): string[] {
  const reason = escapeSentence(withoutKeyIds(view.severity.reason), REASON_LENGTH);
  return [`${severityWord(view.severity.level)}${reason === "" ? "" : `: ${reason}`}`];
}

function fieldsOf(view: IncidentView): SlackBlock {
  const listsActions = view.kind === "enumeration" || view.kind === "self";
  const readable = view.kind !== "unreadable";
  return fieldSection([
    { label: "Who", lines: readable ? whoLines(view) : [] },
    { label: listsActions ? "Latest call" : "What", lines: readable ? whatLines(view.sample) : [] },
    { label: "Why", lines: readable ? whyLines(view.sample) : [] },
    { label: "When", lines: whenLines(view) },
    { label: "Where", lines: whereLines(view) },
    { label: "From", lines: readable ? fromLines(view) : [] },
    { label: "Count", lines: countLines(view) },
    { label: "Severity", lines: severityLines(view) },
  ]);
}

function detailBlocks(view: IncidentView): SlackBlock[] {
  const blocks: SlackBlock[] = [];
  const actions = view.kind === "enumeration" || view.kind === "self" ? actionLines(view) : [];
  if (actions.length > 0) blocks.push(section(`*Actions*\n${actions.join("\n")}`));
  const { message } = view.sample;
  if (message !== undefined && message !== "") blocks.push(section(`*Message*\n${code(message, MESSAGE_LENGTH)}`));
  const links = incidentLinks(view);
  if (links.length > 0) blocks.push(section(links.join(" · ")));
  const notes = view.notes
    .map((note) => escapeSentence(withoutKeyIds(note), NOTE_LENGTH))
    .filter((note) => note !== "");
  if (notes.length > NOTES) notes.splice(NOTES, notes.length, `and ${counted(notes.length - NOTES, "more note")}`);
  if (notes.length > 0) blocks.push(context(notes.join("\n")));
  return blocks;
}

/** One incident in one message: who, what, when, where and why on one screen, within all of Slack's limits. */
export function incidentMessage(view: IncidentView): SlackMessage {
  const label = severityLabel(view.severity.level);
  const title = plainHeadline(`${label}: ${incidentLine(view, asPlain)}`, SLACK_LIMITS.headerLength);
  const text = `${label}: ${incidentLine(view, code)}`;
  return slackMessage(text, [header(title), fieldsOf(view), ...detailBlocks(view)]);
}

/**
 * Several incidents in one message, the most severe first, as many as fit (at most 45); the rest and what was muted
 * are counted. For the close of windows, the roll-up of a full budget, and the day's digest.
 */
export function digestMessage(views: readonly IncidentView[], options: DigestOptions): SlackMessage {
  const { text, blocks } = digestBlocks(views, options);
  return slackMessage(text, blocks);
}
