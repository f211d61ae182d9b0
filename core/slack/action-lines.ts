import type { Reason, Subject, Verdict } from "../actions/action";
import type { ActionRecord } from "../actions/record";
import { actionWords, reasonWords, subjectWords } from "./action-words";
import { code } from "./denial-lines";
import { escapeSentence, withoutKeyIds } from "./escape";
import { counted, utcText } from "./wording";

/** Longest shown of each kind of text; together they keep the whole message within Slack's limit. */
const LENGTH = Object.freeze({ id: 120, owner: 160, signal: 160, line: 220, failure: 300, person: 120 });

/** What fits on one screen beside the rest. */
const mostLines = 6;

/** Own sentence with quoted names, for a section. */
export function sentence(text: string, maxLength: number): string {
  return escapeSentence(withoutKeyIds(text), maxLength);
}

/** "ending `LE42`" for a key, the name in code for everything else. */
function subjectName({ kind, id }: Subject): string {
  return kind === "key" ? `ending ${code(id.slice(-4), 12)}` : code(id, LENGTH.id);
}

/** The thing that an action is about, and whose it is. */
export function subjectLines(record: ActionRecord): string[] {
  const { subject } = record;
  const owner = ownerOf(record);
  const lines = [`${subjectWords[subject.kind]} ${subjectName(subject)}`];
  return owner === undefined ? lines : [...lines, `of ${sentence(owner, LENGTH.owner)}`];
}

/** Whose the subject is, where that is not the subject itself. */
export function ownerOf({ subject, report }: ActionRecord): string | undefined {
  return subject.kind === "user" || subject.kind === "role" ? undefined : report.owner;
}

/** What was decided and why. */
export function verdictLines(record: ActionRecord): string[] {
  const { infinitive, done } = actionWords[record.action];
  const why = reasonWords[record.reason];
  switch (record.state) {
    case "left":
      return [`Nothing was changed: the question was left${by(record.left?.by)}`];
    case "expired":
      return ["Nothing was changed: nobody answered in time"];
    case "restored":
      return [`${done}, and was put back${by(record.restored?.by)}`];
    case "asked":
      return [`Asked whether to ${infinitive}: ${why}`, ...untilLine(record)];
    default:
      return [
        `${beginning(record.verdict, infinitive, done)}: ${why}${by(record.approval?.by)}`,
        ...enforcedLine(record),
      ];
  }
}

function beginning(verdict: Verdict, infinitive: string, done: string): string {
  switch (verdict) {
    case "done":
      return done;
    case "notify":
      return "Only told, nothing was changed";
    case "ask":
      return `Asked whether to ${infinitive}`;
    case "skip":
      return "Nothing to do";
    case "refused":
      return `Refused to ${infinitive}`;
    case "failed":
      return `Failed to ${infinitive}`;
  }
}

function by(person: string | undefined): string {
  return person === undefined ? "" : ` (by ${code(person, LENGTH.person)})`;
}

function untilLine({ askedUntilMs }: ActionRecord): string[] {
  return askedUntilMs === undefined
    ? []
    : [`Without an answer by ${utcText(new Date(askedUntilMs).toISOString())} nothing is changed`];
}

/** What a stack that acts on its own would have done, where that is something else. */
function enforcedLine({ action, verdict, weighing }: ActionRecord): string[] {
  if (verdict !== "notify" || weighing === undefined || weighing.mode === "enforce") return [];
  const { ifEnforced } = weighing;
  return [`In \`enforce\` it would ${wouldHave(ifEnforced, actionWords[action].infinitive)}`];
}

function wouldHave(
  { verdict, reason }: { readonly verdict: Verdict; readonly reason: Reason },
  infinitive: string,
): string {
  const why = reasonWords[reason];
  switch (verdict) {
    case "done":
      return infinitive;
    case "ask":
      return `ask whether to ${infinitive}: ${why}`;
    default:
      return `change nothing either: ${why}`;
  }
}

/** "1 of 2 needed", and what each is. */
export function signalLines({ weighing }: ActionRecord): string[] {
  const signals = weighing?.signals;
  if (signals === undefined) return [];
  const { standing, weight, needed } = signals;
  const lines = standing.map(
    ({ kind, text }) => `${kind}${kind === "exposed" ? " (counts for two)" : ""}: ${sentence(text, LENGTH.signal)}`,
  );
  return [`${weight} of ${needed} that \`enforce\` needs`, ...lines];
}

/** Account and region. */
export function placeLines({ subject, report }: ActionRecord): string[] {
  const region = subject.region ?? report.event?.region;
  return [
    subject.account === undefined ? "account unknown" : `account ${code(subject.account, 26)}`,
    ...(region === undefined ? [] : [`region ${code(region, 34)}`]),
  ];
}

/** When it happened, and when it was decided where that is another time. */
export function timeLines({ seenAtMs, changedAtMs }: ActionRecord): string[] {
  const decided = timeText(changedAtMs);
  const seen = seenAtMs === undefined ? "time of the event unknown" : timeText(seenAtMs);
  return seen === decided ? [seen] : [seen, `decided ${decided}`];
}

function timeText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? utcText(new Date(ms).toISOString()) : "time unknown";
}

/** Sentences one a line, the rest counted. */
export function sentences(lines: readonly string[]): string[] {
  const shown = lines.slice(0, mostLines).map((line) => sentence(line, LENGTH.line));
  const left = lines.length - shown.length;
  return [...shown.filter((line) => line !== ""), ...(left > 0 ? [`and ${counted(left, "more line")}`] : [])];
}

/** What the service said when it failed. */
export function failureLines({ failure }: ActionRecord): string[] {
  return failure === undefined ? [] : [code(failure, LENGTH.failure)];
}
