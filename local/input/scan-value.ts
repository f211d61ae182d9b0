const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** How far a scan over one JSON object or array has come; kept between two chunks of a file. */
export interface Scan {
  /** Index of the next byte to look at. */
  position: number;
  depth: number;
  inString: boolean;
  /** Newlines passed since the value began. */
  lines: number;
  /** Index behind the last newline, -1 before the first one. */
  lineStart: number;
  /** The value begins in column 1, and its lines are indented or it has one line only: then a brace in column 1 cannot be its own. */
  readonly braceStartsAnew: boolean;
}

/** A scan that begins at the opening brace or bracket at `position`. */
export function beginScan(bytes: Buffer, position: number, atLineStart: boolean): Scan {
  const lineEnd = bytes[position + 1] === 0x0d ? position + 2 : position + 1;
  const unindented = bytes[lineEnd] === newline && !isBlank(bytes[lineEnd + 1]);
  return { position, depth: 0, inString: false, lines: 0, lineStart: -1, braceStartsAnew: atLineStart && !unindented };
}

/**
 * Moves the scan on to the end of the value. "complete": `position` is behind the closing brace. "more": the bytes ended
 * first. "broken-string": a line ended within a string, `position` is at its newline. "begun-anew": another value begins
 * before this one ended, `position` is at its brace.
 */
export function continueScan(bytes: Buffer, scan: Scan): "complete" | "more" | "broken-string" | "begun-anew" {
  const length = bytes.length;
  let position = scan.position;
  let depth = scan.depth;
  let inString = scan.inString;
  let outcome: "complete" | "more" | "broken-string" | "begun-anew" = "more";
  while (position < length) {
    const byte = bytes[position] as number;
    if (inString) {
      if (byte === newline) {
        outcome = "broken-string";
        break;
      }
      // An escape cut in two by the end of the chunk is looked at again with the next one.
      if (byte === backslash && position + 1 >= length) break;
      if (byte === quote) inString = false;
      position += byte === backslash ? 2 : 1;
      continue;
    }
    if (byte === openBrace || byte === openBracket) {
      if (byte === openBrace && scan.braceStartsAnew && position === scan.lineStart) {
        outcome = "begun-anew";
        break;
      }
      depth += 1;
    } else if (byte === quote) {
      inString = true;
    } else if (byte === newline) {
      scan.lines += 1;
      scan.lineStart = position + 1;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) {
        outcome = "complete";
        position += 1;
        break;
      }
    }
    position += 1;
  }
  scan.position = position;
  scan.depth = depth;
  scan.inString = inString;
  return outcome;
}

/** Space, tab, carriage return or newline. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;
}
