/** A run of characters in one style. `url` makes it a link. The text holds nothing that a terminal would obey. */
export interface StyledRun {
  readonly text: string;
  readonly style: "plain" | "bold" | "dim" | "code";
  readonly url?: string;
}

export type StyledLine = readonly StyledRun[];

const ESCAPE = "\u001b";
const RESET = `${ESCAPE}[0m`;
const SELECT_STYLE = { plain: "", bold: `${ESCAPE}[1m`, dim: `${ESCAPE}[2m`, code: `${ESCAPE}[36m` };
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const ZERO_WIDTH = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const SAFE_URL = /^https:\/\/[\x21-\x7e]+$/;

function widthOfCharacter(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + widthOfCharacter(character), 0);
}

export function lineWidth(line: StyledLine): number {
  return line.reduce((sum, run) => sum + displayWidth(run.text), 0);
}

/** Cuts a word longer than a line into pieces that fit. */
function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const character of word) {
    const needed = widthOfCharacter(character);
    if (piece !== "" && taken + needed > width) {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += character;
    taken += needed;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/** Breaks a line at spaces so that no part is wider than `width` columns. */
export function wrapLine(line: StyledLine, width: number): StyledLine[] {
  const lines: StyledRun[][] = [[]];
  let room = width;
  for (const run of line) {
    for (const word of run.text.split(/(?<= )/).flatMap((part) => piecesOf(part, width))) {
      const needed = displayWidth(word.trimEnd());
      if (needed > room && room < width) {
        lines.push([]);
        room = width;
      }
      const text = displayWidth(word) > room ? word.trimEnd() : word;
      lines.at(-1)?.push({ ...run, text });
      room -= displayWidth(text);
    }
  }
  return lines;
}

/** The line filled up with spaces to `width` columns. */
export function padLine(line: StyledLine, width: number): StyledLine {
  const missing = width - lineWidth(line);
  return missing > 0 ? [...line, { text: " ".repeat(missing), style: "plain" }] : line;
}

function paintRun(run: StyledRun): string {
  const select = SELECT_STYLE[run.style];
  const painted = select === "" ? run.text : `${select}${run.text}${RESET}`;
  if (run.url === undefined || !SAFE_URL.test(run.url)) return painted;
  return `${ESCAPE}]8;;${run.url}${ESCAPE}\\${painted}${ESCAPE}]8;;${ESCAPE}\\`;
}

/** Neighbours of one style as one run: a link is then one link, not one per word. */
function merged(line: StyledLine): StyledRun[] {
  const runs: StyledRun[] = [];
  for (const run of line) {
    const last = runs.at(-1);
    if (last !== undefined && last.style === run.style && last.url === run.url) {
      runs[runs.length - 1] = { ...last, text: last.text + run.text };
    } else runs.push(run);
  }
  return runs;
}

/** The line for a terminal; without colour it has no escape sequence at all. */
export function paintLine(line: StyledLine, colour: boolean): string {
  const text = merged(line)
    .map((run) => (colour ? paintRun(run) : run.text))
    .join("");
  return text.trimEnd();
}
