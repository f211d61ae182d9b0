import { cisAlarm, cisAlarms } from "../cis-alarms";
import type { CisAlarm } from "./alarm";
import { techniqueLink } from "./alarm";

const page = "docs/cis-alarms.md";
const begin = "<!-- alarms: begin -->";
const end = "<!-- alarms: end -->";

/** Where the runbook of an alarm stands in the project, for example "docs/cis-alarms.md#54-changes-to-iam-policies". */
export function runbookPlace(id: string): string {
  return `${page}${anchorOf(cisAlarm(id))}`;
}

/** As GitHub makes it of the heading. */
function anchorOf(alarm: CisAlarm): string {
  return `#${headingOf(alarm)
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-")}`;
}

function headingOf({ id, title }: CisAlarm): string {
  return `${id} ${title}`;
}

/** The part of docs/cis-alarms.md that is made of the table: an overview, and each alarm with its exact text. */
export function alarmsMarkdown(): string {
  const head = ["| number | alarm | severity | MITRE ATT&CK |", "| --- | --- | --- | --- |"];
  return [[...head, ...cisAlarms.map(row)].join("\n"), ...cisAlarms.map(section)].join("\n\n");
}

function row(alarm: CisAlarm): string {
  return `| ${[alarm.id, `[${alarm.title}](${anchorOf(alarm)})`, alarm.severity, techniqueText(alarm)].join(" | ")} |`;
}

function techniqueText({ technique }: CisAlarm): string {
  return technique === undefined ? "none" : `[${technique.id} ${technique.name}](${techniqueLink(technique)})`;
}

function section(alarm: CisAlarm): string {
  return [
    `### ${headingOf(alarm)}`,
    `Severity ${alarm.severity}. ${alarm.why}`,
    `\`\`\`text\n${alarm.pattern}\n\`\`\``,
    alarm.runbook.map((step, position) => `${position + 1}. ${step}`).join("\n"),
    `ATT&CK: ${techniqueText(alarm)}.`,
  ].join("\n\n");
}

/** The page with its part renewed. Throws an Error where the marks are missing. */
export function pageWithAlarms(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${page} has no ${begin} with ${end} after it`);
  return `${text.slice(0, from)}${begin}\n<!-- prettier-ignore-start -->\n\n${alarmsMarkdown()}\n\n<!-- prettier-ignore-end -->\n${text.slice(to)}`;
}
