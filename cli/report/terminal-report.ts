import { visibleText } from "../../core/slack/escape";
import { severityWord } from "../../core/slack/headline";
import { principalWords } from "../../core/slack/principal-words";
import { counted, numberText, times } from "../../core/slack/wording";
import type { PrinterOptions } from "../effect-printer";
import { hanging, titled } from "../terminal-lines";
import type { Comparison } from "./comparison";
import type { Cause } from "./gathering/causes";
import type { Day } from "./gathering/days";
import { levels } from "./gathering/severity-of-headline";
import type { ReportData } from "./report-data";
import { comparisonLines } from "./terminal-comparison";
import { shortened } from "./terminal-text";

const mostDays = 7;
const mostCauses = 5;
const dayMs = 86_400_000;

/**
 * The few figures of a report that a terminal has room for, of the same data as the page: alerts per day, top causes and, where
 * two configurations were played, what differs.
 */
export function drawReport(data: ReportData, comparison: Comparison | undefined, options: PrinterOptions): string {
  const parts = [
    { title: "Alerts per day", lines: dayLines(data) },
    { title: "Top causes of denied calls", lines: causeLines(data) },
    ...(comparison === undefined ? [] : [{ title: "Two configurations", lines: comparisonLines(comparison) }]),
  ];
  const drawn = parts.map(({ title, lines }) =>
    [titled(title, options), ...lines.flatMap((line) => hanging(visibleText(line), 2, options))].join("\n"),
  );
  return `${drawn.join("\n")}\n`;
}

function dayLines({ days, span, messages: { posts } }: ReportData): string[] {
  if (days.length === 0) return ["None."];
  const ofRecords = span === undefined ? days.length : dayNumber(span.lastMs) - dayNumber(span.firstMs) + 1;
  const perDay = `${counted(posts, "Slack message")} in ${counted(ofRecords, "day")} of records: ${(posts / ofRecords).toFixed(1)} a day.`;
  const busiest = [...days].sort((one, other) => postsOn(other) - postsOn(one)).slice(0, mostDays);
  const left = days.length - busiest.length;
  return [
    perDay,
    ...days.filter((day) => busiest.includes(day)).map(dayLine),
    ...(left > 0 ? [`and ${counted(left, "day")} with no more messages than those`] : []),
  ];
}

function dayNumber(ms: number): number {
  return Math.floor(ms / dayMs);
}

function postsOn({ posts }: Day): number {
  return Object.values(posts).reduce((sum, count) => sum + count, 0);
}

/** "2025-03-04: 12 Slack messages (1 critical, 11 low), 2 e-mails, alarms gone off once". */
function dayLine(day: Day): string {
  const { posts, mails, alarms } = day;
  const rated = [...levels]
    .reverse()
    .filter((level) => posts[level] > 0)
    .map((level) => `${numberText(posts[level])} ${severityWord(level).toLowerCase()}`);
  return [
    `${day.day}: ${counted(postsOn(day), "Slack message")}${rated.length === 0 ? "" : ` (${rated.join(", ")})`}`,
    counted(mails, "e-mail"),
    `alarms gone off ${times(alarms)}`,
  ].join(", ");
}

function causeLines({ causes: { top, distinct } }: ReportData): string[] {
  if (top.length === 0) return ["None."];
  const shown = top.slice(0, mostCauses);
  const left = distinct - shown.length;
  return [...shown.map(causeLine), ...(left > 0 ? [`and ${counted(left, "other cause")}`] : [])];
}

/** "261 × s3:GetObject (AccessDenied): user backup in 111122223333, from 198.51.100.7 and 3 more". */
function causeLine({ sample, count, addresses }: Cause): string {
  const { service, action, code, account, principal } = sample;
  const who = principalWords(principal, (text) => text, 60);
  const [first] = addresses.top(1);
  const more = addresses.distinct - 1;
  const from =
    first === undefined ? "" : `, from ${shortened(first.name)}${more > 0 ? ` and ${numberText(more)} more` : ""}`;
  return `${numberText(count)} × ${shortened(`${service}:${action}`)} (${shortened(code)}): ${shortened(who)} in ${shortened(account)}${from}`;
}
