import type { ActionRecord } from "../actions/record";
import { questionButtons } from "./action-buttons";
import {
  failureLines,
  ownerOf,
  placeLines,
  sentences,
  signalLines,
  subjectLines,
  timeLines,
  verdictLines,
} from "./action-lines";
import { actionLinks } from "./action-links";
import { actionWords, alarmingReasons, subjectWords, verdictLabels } from "./action-words";
import type { ConsolePortal } from "./console-portal";
import { plainHeadline, withoutKeyIds } from "./escape";
import { context, fieldSection, header, section, slackMessage, SLACK_LIMITS } from "./message";
import type { SlackBlock, SlackMessage } from "./message";

/** What a message of an action is written from. */
export interface ActionMessageView {
  readonly record: ActionRecord;
  readonly place: {
    readonly logGroup: string | undefined;
    readonly homeRegion?: string | undefined;
    readonly portal?: ConsolePortal | undefined;
    readonly stackName: string;
  };
  /** Whether the record is kept; where not, no command can name it. */
  readonly recorded: boolean;
  /** Whether a question has buttons. */
  readonly buttons: boolean;
}

/** One action in one message, on one screen: what was seen, of whom, what was decided and why, what is to be done about it. */
export function actionMessage(view: ActionMessageView): SlackMessage {
  const { record } = view;
  const isAsked = record.state === "asked";
  const text = plainHeadline(headline(record), SLACK_LIMITS.headerLength);
  return slackMessage(notification(record), [
    header(text),
    fieldSection([
      { label: "What", lines: subjectLines(record) },
      { label: "Decision", lines: verdictLines(record) },
      { label: "Signals", lines: signalLines(record) },
      { label: "When", lines: timeLines(record) },
      { label: "Where", lines: placeLines(record) },
    ]),
    ...list("Seen", sentences(record.report.seen)),
    ...list("Impact", sentences(record.impact)),
    ...list("Error", failureLines(record)),
    ...links(view),
    ...(isAsked && view.recorded && view.buttons ? [questionButtons(record.id)] : []),
    context(commandLines(view).join("\n")),
  ]);
}

function list(label: string, lines: readonly string[]): SlackBlock[] {
  return lines.length === 0 ? [] : [section(`*${label}*\n${lines.join("\n")}`)];
}

function links(view: ActionMessageView): SlackBlock[] {
  const found = actionLinks(view.record, view.place);
  return found.length === 0 ? [] : [section(found.join(" · "))];
}

/** The header's line: plain text, at most a few words of anybody's choosing. */
function headline(record: ActionRecord): string {
  const owner = ownerOf(record);
  const of = owner === undefined ? "" : ` of ${plainHeadline(unquoted(owner), 60)}`;
  return `${stateLabel(record)}: ${subjectTitle(record)}${of}`;
}

/** For notifications, and the subject of a mail: no emoji needed to read it. */
function notification(record: ActionRecord): string {
  return escapedHeadline(headline(record));
}

function escapedHeadline(text: string): string {
  return plainHeadline(text, SLACK_LIMITS.headerLength).replace(/[*_~`]/g, " ");
}

function unquoted(sentence: string): string {
  return withoutKeyIds(sentence).replaceAll("`", "");
}

function subjectTitle({ subject }: ActionRecord): string {
  const name = subject.kind === "key" ? `ending ${subject.id.slice(-4)}` : withoutKeyIds(subject.id);
  return `${subjectWords[subject.kind]} ${plainHeadline(name, 60)}`;
}

function stateLabel({ state, verdict, reason, action }: ActionRecord): string {
  switch (state) {
    case "left":
      return "🔵 Left as it is";
    case "expired":
      return "🔵 Not answered";
    case "restored":
      return "🔵 Put back";
    case "asked":
      return `🟠 Question: ${actionWords[action].infinitive}?`;
    case "done":
      return `🔴 ${actionWords[action].done}`;
    default:
      return alarmingReasons.includes(reason) ? "🔴 Act now" : `${verdictLabels[verdict]} (${action})`;
  }
}

/** Record and what can be done about it, to be copied. */
function commandLines({ record, recorded, place }: ActionMessageView): string[] {
  if (!recorded) return ["This decision could not be recorded: no command knows it. Nothing was changed."];
  const { id, state, action } = record;
  const { infinitive, undo } = actionWords[action];
  const lines = [`Record \`${id}\``];
  if (state === "asked")
    lines.push(`To ${infinitive}: ${command(`approve ${id}`)}`, `To leave it: ${command(`leave ${id}`)}`);
  if (state === "done" || state === "failed") lines.push(`To ${undo}: ${command(`restore ${id}`)}`);
  if (lines.length > 1) lines.push(`For the deployed stack add \`--stack ${stackArgument(place.stackName)}\``);
  return lines;
}

function command(words: string): string {
  return `\`npm run warden -- ${words}\``;
}

function stackArgument(name: string): string {
  return /^[\w./-]{1,100}$/.test(name) ? name : "NAME";
}
