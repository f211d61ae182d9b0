import { counted, numberText } from "../../core/slack/wording";
import type { ComparedAction, ComparedFigure, Comparison } from "./comparison";
import { thatDiffer } from "./comparison";
import { hoursText } from "./drawing/words";
import { shortened } from "./terminal-text";

const mostActions = 5;
const mostHeadlines = 3;
const mostFigures = 12;

/** What another configuration would have made of the same history, as lines: only what differs. */
export function comparisonLines(comparison: Comparison): string[] {
  const { baseFile, otherFile, figures, alarms, muted, actions, onlyBase, onlyOther } = comparison;
  const inHours = (name: string) => `Hours in ALARM of ${name}`;
  const differing = [
    ...figureLines(figures, (name) => name, numberText),
    ...figureLines(alarms, inHours, hoursText),
    ...figureLines(muted, (name) => `Muted by ${name}`, numberText),
    ...actionLines(actions),
    ...headlineLines(baseFile, onlyBase),
    ...headlineLines(otherFile, onlyOther),
  ];
  return [
    `${shortened(baseFile)} beside ${shortened(otherFile)}:`,
    ...(differing.length === 0 ? ["Nothing differs."] : differing),
  ];
}

function figureLines(
  rows: readonly ComparedFigure[],
  nameOf: (name: string) => string,
  text: (value: number) => string,
): string[] {
  const differing = thatDiffer(rows);
  const left = differing.length - mostFigures;
  const lines = differing.slice(0, mostFigures).map(({ name, base, other }) => {
    const sign = other > base ? "+" : "−";
    return `${shortened(nameOf(name))}: ${text(base)} beside ${text(other)} (${sign}${text(Math.abs(other - base))})`;
  });
  return left > 0 ? [...lines, `and ${numberText(left)} more of that kind`] : lines;
}

function actionLines(actions: readonly ComparedAction[]): string[] {
  if (actions.length === 0) return [];
  const left = actions.length - mostActions;
  return [
    `${counted(actions.length, "subject")} decided on differently:`,
    ...actions.slice(0, mostActions).map(({ action, subject, base, other }) => {
      const on = `${shortened(action)} ${shortened(subject)}`;
      return `${on}: ${decidedText(base)} beside ${decidedText(other)}`;
    }),
    ...(left > 0 ? [`and ${counted(left, "other subject")}`] : []),
  ];
}

/** "notify, mode-notify; with enforce: done, signals". */
function decidedText(one: ComparedAction["base"]): string {
  if (one === undefined) return "nothing decided";
  const { asRun, ifEnforced } = one;
  const enforced =
    asRun.verdict === ifEnforced.verdict
      ? ""
      : `; with enforce: ${ifEnforced.verdict}, ${shortened(ifEnforced.reason)}`;
  return `${asRun.verdict}, ${shortened(asRun.reason)}${enforced}`;
}

function headlineLines(file: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - mostHeadlines;
  return [
    `${counted(lines.length, "message")} only with ${shortened(file)}:`,
    ...lines.slice(0, mostHeadlines).map((line) => `- ${shortened(line)}`),
    ...(left > 0 ? [`- and ${numberText(left)} more`] : []),
  ];
}
