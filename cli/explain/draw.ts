import { counted, utcText } from "../../core/slack/wording";
import type { Note } from "../../local/records/notes";
import type { PrinterOptions } from "../effect-printer";
import { hanging, titled } from "../terminal-lines";
import type { AlarmPart, ExplainedDecision, ExplainedOutcome, Explanation, FunctionPart } from "./explanation";

/** An explanation as a person wants to read it. */
export function drawExplanation(explanation: Explanation, options: PrinterOptions): string {
  const { functions, alarms, gaps } = explanation;
  const sections = [
    eventLines(explanation, options),
    handedLines(explanation, options),
    ...functions.map((part) => functionLines(part, options)),
    alarms.length === 0 ? [] : [titled("Alarms", options), ...alarms.flatMap((alarm) => alarmLine(alarm, options))],
    whereLines(explanation, options),
    gaps.length === 0 ? [] : [titled("Not known", options), ...gaps.flatMap((gap) => hanging(gap, 2, options))],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

function eventLines({ eventId, event }: Explanation, options: PrinterOptions): string[] {
  const title = titled(`Event ${eventId}`, options);
  if (event === undefined) return [title, ...hanging("The event itself could not be read again.", 2, options)];
  const { at, account, region, who, what, from, userAgent, error, kind, origin } = event;
  const place = [account === undefined ? undefined : `account ${account}`, region].filter((one) => one !== undefined);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["What", what],
    ["Who", who],
    ["When", utcText(at)],
    ["Where", place.length === 0 ? undefined : place.join(", ")],
    ["From", from],
    ["Agent", userAgent],
    ["Outcome", error ?? (who === undefined ? undefined : "it succeeded")],
    ["Read", `${kind}, ${origin}`],
  ];
  return [
    title,
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : hanging(`${name.padEnd(9)}${text}`, 2, options))),
  ];
}

function handedLines({ listeners, functions }: Explanation, options: PrinterOptions): string[] {
  if (listeners === undefined) return [];
  const { handedTo, isDelivered } = listeners;
  const title = titled("Handed to", options);
  const tooLarge = isDelivered
    ? []
    : ["CloudTrail does not deliver a record of this size to the log group or to EventBridge: only a file holds it."];
  const silent = ({ to }: { readonly to: string }) => functions.every((part) => part.function !== to);
  const lines = handedTo.map(
    (one) => `${one.to}, by ${one.by}${silent(one) ? "; it stated nothing of its own about it" : ""}`,
  );
  const none = lines.length + tooLarge.length === 0 ? ["Nobody: no filter and no rule wants it."] : [];
  return [title, ...[...lines, ...tooLarge, ...none].flatMap((line) => hanging(line, 2, options))];
}

const noteWords: Readonly<Record<Note["what"], string>> = Object.freeze({
  posted: "told in the message",
  updated: "told in the update of the message",
  gathered: "gathered, for a message that tells of several",
  muted: "muted by the rule",
  failed: "failed, and went to the dead-letter queue",
});

function functionLines({ function: name, notes, decisions }: FunctionPart, options: PrinterOptions): string[] {
  const decided = decisions.map((decision) => ({ at: decision.at, lines: decisionLines(decision, options) }));
  const told = notes.map(({ at, what, text }) => ({
    at,
    lines: hanging(`${utcText(at)}  ${noteWords[what]}${text === "" ? "" : `: ${text}`}`, 2, options),
  }));
  const inTime = [...decided, ...told].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return [titled(name, options), ...inTime.flatMap(({ lines }) => lines)];
}

function decisionLines({ at, action, subject, outcome, ifEnforced }: ExplainedDecision, options: PrinterOptions) {
  return [
    ...hanging(`${utcText(at)}  ${action} ${subject}: ${outcomeText(outcome)}`, 2, options),
    ...checkLines(outcome, options),
    ...enforcedText(outcome, ifEnforced).flatMap((line) => hanging(line, 4, options)),
  ];
}

/** Where the mode alone settled it and nothing else is told, `enforce` would have come to the same verdict. */
function enforcedText({ reason }: ExplainedOutcome, ifEnforced: ExplainedOutcome | undefined): string[] {
  if (ifEnforced !== undefined) {
    return [`With enforce it would have been ${outcomeText(ifEnforced)}${stopText(ifEnforced)}.`];
  }
  return reason === "mode-notify" ? ["With enforce a later check would have said no: notify all the same."] : [];
}

function outcomeText({ verdict, reason, because }: ExplainedOutcome): string {
  return because === "" ? `${verdict}, ${reason}` : `${verdict}, ${reason} (${because})`;
}

const answerColumns = 12;

function checkLines({ checks }: ExplainedOutcome, options: PrinterOptions): string[] {
  return checks.flatMap(({ check, answer }, position) => {
    const number = String(position + 1).padStart(2);
    return hanging(`${number}  ${(answer === "no" ? "NO" : answer).padEnd(answerColumns)}${check}`, 4, options);
  });
}

function stopText({ checks }: ExplainedOutcome): string {
  const position = checks.findIndex(({ answer }) => answer === "no");
  return position < 0 ? "" : `, settled by check ${position + 1}`;
}

function alarmLine({ alarm, metric, outcome, since }: AlarmPart, options: PrinterOptions): string[] {
  const when = since === undefined ? "" : ` ${outcome === "went off" ? "at" : "since"} ${utcText(since)}`;
  return hanging(`${alarm}, on ${metric}: it ${outcome}${when}`, 2, options);
}

function whereLines({ waitsIn, functions, records }: Explanation, options: PrinterOptions): string[] {
  const lines = waitsIn.map(
    (one) =>
      `In the dead-letter queue of ${one.function} (${counted(one.letters, "message")}): warden redrive ${one.function}`,
  );
  const failed = functions
    .filter(({ notes }) => notes.some(({ what }) => what === "failed"))
    .filter((part) => waitsIn.every((one) => one.function !== part.function))
    .map((part) => `Not in the dead-letter queue of ${part.function} any more.`);
  const kept = records.map(({ id, action, subject, state, since }) => {
    const when = since === undefined ? "" : ` since ${utcText(since)}`;
    return `Record ${id}, ${action} ${subject}: ${state}${when}`;
  });
  const all = [...kept, ...lines, ...failed];
  return all.length === 0
    ? []
    : [titled("Where it is now", options), ...all.flatMap((line) => hanging(line, 2, options))];
}
