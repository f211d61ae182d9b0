import type { DoctorPlace } from "../../core/doctor/facts";
import type { DoctorLine, Level } from "../../core/doctor/line";
import { levels } from "../../core/doctor/line";
import { visibleText } from "../../core/slack/escape";
import { paintLine, wrapLine } from "../../local/terminal/styled-text";
import type { StyledRun } from "../../local/terminal/styled-text";
import type { PrinterOptions } from "../effect-printer";

/** What a line begins with. */
export const levelWords: Readonly<Record<Level, string>> = {
  fails: "WILL FAIL",
  warns: "WARNING",
  unseen: "NOT SEEN",
  costs: "COST",
  notes: "OK",
};

/** Columns for the first word of a line. */
const wordColumns = 11;

export interface DrawOptions extends PrinterOptions {
  readonly stackFile: string;
  readonly place: DoctorPlace;
}

/** The lines as a person wants to see them, and how many there are of each kind. */
export function drawLines(lines: readonly DoctorLine[], options: DrawOptions): string {
  const { stackFile, place } = options;
  const counts = levels.flatMap((level) => {
    const count = lines.filter((line) => line.level === level).length;
    return count === 0 ? [] : [`${count} ${levelWords[level].toLowerCase()}`];
  });
  return [
    `Account ${place.accountId}, region ${place.region}, as ${place.caller}, for ${stackFile}`,
    "",
    ...lines.map((line) => drawLine(line, options)),
    "",
    `${counts.join(", ")}. Nothing was changed.`,
    "",
  ].join("\n");
}

/** A line in a terminal: what others have named can't steer it. */
export function drawLine(line: DoctorLine, { width, colour }: PrinterOptions): string {
  const { level, about, found, follows, do: remedy } = line;
  const rest = [found, ...(follows === undefined ? [] : [follows])].join("; ");
  const runs: StyledRun[] = [
    { text: `${visibleText(about)}: `, style: "bold" },
    { text: visibleText(rest), style: "plain" },
    ...(remedy === undefined ? [] : ([{ text: ` → ${visibleText(remedy)}`, style: "code" }] as const)),
  ];
  const drawn = wrapLine(runs, Math.max(40, width - wordColumns)).map((one) => paintLine(one, colour));
  const word = levelWords[level];
  const first = paintLine([{ text: word, style: level === "notes" ? "dim" : "bold" }], colour);
  return `${first}${" ".repeat(wordColumns - word.length)}${drawn.join(`\n${" ".repeat(wordColumns)}`)}`;
}
