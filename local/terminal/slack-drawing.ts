import { visibleText } from "../../core/slack/escape";
import type { SlackBlock, SlackMessage } from "../../core/slack/message";
import { parseMrkdwn } from "../../core/slack/mrkdwn";
import type { MrkdwnSpan } from "../../core/slack/mrkdwn";
import { paintLine, padLine, wrapLine } from "./styled-text";
import type { StyledLine, StyledRun } from "./styled-text";

export interface DrawingOptions {
  /** Columns of the terminal; at least 24 are used. */
  readonly width: number;
  /** Bold, dim and clickable links; without it the drawing holds no escape sequence and links are written out. */
  readonly colour: boolean;
  /** Shown beside the author as it is, for example "2026-01-31 10:00:00 UTC". */
  readonly time: string;
  readonly author: string;
  /** The message replaces an earlier one. */
  readonly update: boolean;
}

/** A query in an address fills half a screen; the message as posted (`--json`) has it whole. */
const LONGEST_ADDRESS = 200;
const LEAST_WIDTH = 24;
const TWO_COLUMNS_FROM = 72;
const GAP = 2;
const BAR: StyledRun = { text: "┃ ", style: "dim" };
const STYLES = { text: "plain", bold: "bold", code: "code", link: "plain" } as const;

/** A line of the drawing; `whole` ones are not broken, so that an address can be copied. */
interface DrawnLine {
  readonly line: StyledLine;
  readonly whole?: true;
}

function runOf(span: MrkdwnSpan, colour: boolean): StyledRun {
  const code = span.kind === "code" && !colour ? "`" : "";
  const run: StyledRun = { text: `${code}${visibleText(span.text)}${code}`, style: STYLES[span.kind] };
  return span.url === undefined ? run : { ...run, url: visibleText(span.url) };
}

/** mrkdwn as lines; links are followed by their address on a line of its own where they cannot be clicked. */
function linesOf(text: string, colour: boolean, style?: StyledRun["style"]): DrawnLine[] {
  return text.split("\n").flatMap((sourceLine): DrawnLine[] => {
    const runs = parseMrkdwn(sourceLine).map((span) => runOf(span, colour));
    const line = style === undefined ? runs : runs.map((run) => ({ ...run, style }));
    if (colour) return [{ line }];
    const addresses = runs.flatMap((run) => (run.url === undefined ? [] : [run.url]));
    return [
      { line },
      ...addresses.map((url): DrawnLine => ({ line: [{ text: shortened(url), style: "dim" }], whole: true })),
    ];
  });
}

function shortened(url: string): string {
  return url.length <= LONGEST_ADDRESS ? url : `${url.slice(0, url.indexOf("#") + 1)}… (whole with --json)`;
}

function wrapped(lines: readonly DrawnLine[], width: number): StyledLine[] {
  return lines.flatMap(({ line, whole }) => (whole === true ? [line] : wrapLine(line, width)));
}

/** Fields from left to right in pairs, as Slack sets them; below each other in a narrow terminal. */
function fieldLines(fields: readonly string[], width: number, colour: boolean): StyledLine[] {
  if (width < TWO_COLUMNS_FROM) return fields.flatMap((field) => wrapped(linesOf(field, colour), width));
  const column = Math.floor((width - GAP) / 2);
  const drawn = fields.map((field) => wrapped(linesOf(field, colour), column));
  const lines: StyledLine[] = [];
  for (let index = 0; index < drawn.length; index += 2) {
    const [left = [], right = []] = [drawn[index], drawn[index + 1]];
    for (let row = 0; row < Math.max(left.length, right.length); row += 1) {
      lines.push([...padLine(left[row] ?? [], column + GAP), ...(right[row] ?? [])]);
    }
  }
  return lines;
}

function blockLines(block: SlackBlock, width: number, colour: boolean): StyledLine[] {
  switch (block.type) {
    case "header":
      return wrapLine([{ text: visibleText(block.text.text), style: "bold" }], width);
    case "section":
      return [
        ...(block.text === undefined ? [] : wrapped(linesOf(block.text.text, colour), width)),
        ...fieldLines(
          (block.fields ?? []).map((field) => field.text),
          width,
          colour,
        ),
      ];
    case "context":
      return block.elements.flatMap((element) => wrapped(linesOf(element.text, colour, "dim"), width));
    case "divider":
      return [[{ text: "─".repeat(width), style: "dim" }]];
    case "actions": {
      const buttons = block.elements.map((button) => `[ ${visibleText(button.text.text)} ]`).join(" ");
      return wrapLine([{ text: buttons, style: "dim" }], width);
    }
  }
}

function titleLine({ author, time, update }: DrawingOptions): StyledLine {
  return [
    { text: visibleText(author), style: "bold" },
    { text: `  ${visibleText(time)}${update ? "  (updated)" : ""}`, style: "dim" },
  ];
}

/**
 * Draws a message in a terminal much as Slack shows it: author and time, then the blocks behind a bar, fields in two
 * columns where there is room. Whatever the message holds, no control character of it reaches the terminal.
 */
export function drawSlackMessage(message: SlackMessage, options: DrawingOptions): string {
  const { colour } = options;
  const width = Math.max(LEAST_WIDTH, Math.floor(options.width));
  const inside = width - BAR.text.length;
  const blocks =
    message.blocks.length === 0
      ? [wrapped(linesOf(message.text, colour), inside)]
      : message.blocks.map((block) => blockLines(block, inside, colour));
  const body = blocks.flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
  const lines = [...wrapLine(titleLine(options), width), ...body.map((line) => [BAR, ...line])];
  return lines.map((line) => paintLine(line, colour)).join("\n");
}
