import { visibleText } from "../core/slack/escape";
import { utcText } from "../core/slack/wording";
import { paintLine, wrapLine } from "../local/terminal/styled-text";
import type { StyledRun } from "../local/terminal/styled-text";
import type { PrinterOptions } from "./effect-printer";

/** Columns for the kind of a line, so that times stand below each other. */
const kindColumns = 12;

export function titled(text: string, { colour }: PrinterOptions): string {
  return paintLine([{ text, style: "bold" }], colour);
}

/** Kind, time and text in one line; what doesn't fit goes on below the text. */
export function headline(kind: string, at: string, text: string, options: PrinterOptions): string {
  const runs: StyledRun[] = [
    { text: `${utcText(at)}  `, style: "dim" },
    { text: visibleText(text), style: "plain" },
  ];
  const lines = wrapLine(runs, Math.max(24, options.width - kindColumns));
  const drawn = lines.map((line) => paintLine(line, options.colour)).join(`\n${" ".repeat(kindColumns)}`);
  return `${titled(kind, options)}${" ".repeat(Math.max(1, kindColumns - kind.length))}${drawn}`;
}

/** Lines below a headline, wrapped: at most that many, then how many were left out. */
export function below(text: string, most: number, options: PrinterOptions): string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const left = lines.length - most;
  const kept = left > 0 ? [...lines.slice(0, most), `… and ${left} more lines`] : lines;
  return kept.flatMap((line) => hanging(visibleText(line), kindColumns, options));
}

/** A paragraph behind spaces, its later lines two further in. */
export function hanging(text: string, indent: number, { width, colour }: PrinterOptions): string[] {
  const lines = wrapLine([{ text, style: "plain" }], Math.max(24, width - indent - 2));
  return lines.map((line, index) => `${" ".repeat(indent + (index === 0 ? 0 : 2))}${paintLine(line, colour)}`);
}
