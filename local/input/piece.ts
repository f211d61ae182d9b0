/** One JSON value found in a file, or what stood there instead; `line` counts from 1. */
export type Piece =
  | { readonly line: number; readonly text: string; readonly value: unknown }
  | { readonly line: number; readonly why: string };

/** Objects whose list is taken apart while it is read: CloudTrail's log file, `aws logs filter-log-events`, and findings of GuardDuty. */
export const listHead = /^\{\s*"(?:Records|events|[Ff]indings)"\s*:\s*\[/;
/** A line of a CloudWatch Logs export to S3: the time, a blank, the message. */
export const exportPrefix = /^\d{4}-\d\d-\d\dT[\d:.]+Z (?=\{)/;

/** The piece that a text is: its value, or why it is no JSON. */
export function parsed(text: string, line: number): Piece {
  try {
    return { line, text, value: JSON.parse(text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(why)?.[1];
    const linesBefore = position === undefined ? 0 : text.slice(0, Number(position)).split("\n").length - 1;
    // The parser quotes what it found: control characters in there would reach a terminal.
    return { line: line + linesBefore, why: `not JSON: ${why.replace(/\p{C}+/gu, " ").slice(0, 160)}` };
  }
}

/** How many bytes of `rest` a number, word or text in a list takes; undefined: all of the line. */
export function scalarBytes(rest: string): number | undefined {
  const text = rest.startsWith('"') ? /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0] : /^[^,\]{]+(?=[,\]{])/.exec(rest)?.[0];
  return text === undefined ? undefined : Buffer.byteLength(text);
}
