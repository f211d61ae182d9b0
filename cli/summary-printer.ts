import { utcText, counted, numberText } from "../core/slack/wording";
import { visibleText } from "../core/slack/escape";
import { principalWords } from "../core/slack/principal-words";
import type { DecisionEffect, SlackEffect, SummaryEffect } from "../local/effects";
import type { CallerTally, DenialTally } from "./denial-tally";
import type { PrinterOptions } from "./effect-printer";
import { headlineOf } from "./most-severe";
import { hanging, titled } from "./terminal-lines";

/** What stands behind the figures: who was denied, and the message that weighs most. */
export interface SummaryFindings {
  readonly tally: DenialTally;
  readonly mostSevere: SlackEffect | undefined;
  /** Decisions that would have changed something had the mode been `enforce`. */
  readonly wouldBe: readonly DecisionEffect[];
}

const callersShown = 5;
const changesShown = 10;
const valuesShown = 3;

/** The end of a run as a person wants to see it. Says only what was counted or posted. */
export function drawSummary(summary: SummaryEffect, findings: SummaryFindings, options: PrinterOptions): string {
  const paragraphs = [...figures(summary), ...topCallers(findings.tally), ...changes(findings), ...lookFirst(findings)];
  const lines = paragraphs.flatMap(({ text, indent }) => hanging(text, indent, options));
  return `\n${titled("Summary", options)}\n${lines.join("\n")}\n`;
}

interface Paragraph {
  readonly text: string;
  readonly indent: number;
}

function figures(summary: SummaryEffect): Paragraph[] {
  const { records, events, denials, denied, unreadable, ticks } = summary;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const effects = (kind: string) => summary.effects[kind] ?? 0;
  const muted = Object.entries(summary.muted).map(([rule, count]) => `${numberText(count)} by ${visibleText(rule)}`);
  const played = [counted(records, "CloudTrail record"), ...(events > 0 ? [counted(events, "EventBridge event")] : [])];
  const seen = [
    counted(effects("slack"), "Slack message"),
    counted(effects("email"), "e-mail"),
    counted(effects("alarm"), "alarm change"),
    counted(effects("error"), "dead letter"),
  ];
  return [
    `${played.join(" and ")} played in ${seconds(summary.durationMs)} (start-up ${seconds(summary.startupMs)}).`,
    `Denied calls and failed sign-ins: ${numberText(denials)}, ${numberText(denied)} of them by the compliance pattern.`,
    `${seen.join(", ")}.`,
    ...(muted.length > 0 ? [`Muted: ${muted.join(", ")}.`] : []),
    ...(unreadable > 0 ? [`${numberText(unreadable)} could not be read or played: named on standard error.`] : []),
    `${counted(ticks.run, "tick")} of the schedule run, ${numberText(ticks.skipped)} skipped because nothing was due.`,
    ...(effects("api") > 0
      ? [`${counted(effects("api"), "AWS call")}, every one checked against the function's declared role.`]
      : []),
  ].map((text) => ({ text, indent: 2 }));
}

function topCallers(tally: DenialTally): Paragraph[] {
  const { callers, others } = tally.most(callersShown);
  if (callers.length === 0) return [];
  return [
    { text: "Denied most:", indent: 2 },
    ...callers.map((caller) => ({ text: callerText(caller), indent: 4 })),
    ...(others > 0 ? [{ text: `and ${counted(others, "other caller")}`, indent: 4 }] : []),
  ];
}

/** "261 × user backup-legacy (long-term key ending MPLE), 261 actions, from 139.162.21.77". */
function callerText({ principal, count, actions, addresses, keyIds }: CallerTally): string {
  const who = principalWords(principal, (text) => visibleText(text), 60);
  const what = actions.size === 1 ? visibleText([...actions].join("")) : counted(actions.size, "action");
  return `${numberText(count)} × ${who}${keysText(keyIds)}: ${what}, from ${shown([...addresses])}`;
}

/** Long-term keys first: those can be disabled. */
function keysText(keyIds: ReadonlySet<string>): string {
  const endings = (keys: readonly string[]) => shown(keys.map((key) => key.slice(-4)));
  const longTerm = [...keyIds].filter((key) => key.startsWith("AKIA"));
  const temporary = [...keyIds].filter((key) => !key.startsWith("AKIA"));
  const parts = [
    ...(longTerm.length > 0 ? [`long-term key ending ${endings(longTerm)}`] : []),
    ...(temporary.length > 0 ? [`temporary key ending ${endings(temporary)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function shown(values: readonly string[]): string {
  const left = values.length - valuesShown;
  const first = values.slice(0, valuesShown).map((value) => visibleText(value));
  return left > 0 ? `${first.join(", ")} and ${numberText(left)} more` : first.join(", ");
}

/** What the run decided not to change for its modes alone. */
function changes({ wouldBe }: SummaryFindings): Paragraph[] {
  if (wouldBe.length === 0) return [];
  const shownChanges = wouldBe.slice(0, changesShown).map(({ at, action, subject, ifEnforced }) => ({
    text: `${utcText(at)}: ${visibleText(action)} ${visibleText(subject)} (${ifEnforced?.reason ?? ""})`,
    indent: 4,
  }));
  const left = wouldBe.length - shownChanges.length;
  return [
    { text: "With enforce it would have changed:", indent: 2 },
    ...shownChanges,
    ...(left > 0 ? [{ text: `and ${numberText(left)} more`, indent: 4 }] : []),
  ];
}

function lookFirst({ tally, mostSevere }: SummaryFindings): Paragraph[] {
  if (mostSevere === undefined) return [];
  const [caller, ...more] = tally.callersOf(mostSevere.eventIds);
  const keys = caller !== undefined && more.length === 0 ? keysText(caller.keyIds) : "";
  const text = `Look first at ${utcText(mostSevere.at)}: ${visibleText(headlineOf(mostSevere))}${keys}`;
  return [{ text, indent: 2 }];
}
