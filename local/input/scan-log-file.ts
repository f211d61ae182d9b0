import { isBlank } from "./scan-value";

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const head = '{"Records":[';
/** How CloudTrail begins a record: what begins otherwise is looked at, whatever it holds. */
const recordHead = '{"eventVersion":"';
const timeHead = '"eventTime":"2';
/** Any text of ASCII may also be written with these. */
const asciiEscape = "\\u00";

/** One record of a log file, by its bytes; `number` counts the file's records from 0. */
export interface ListedRecord {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

export interface ScannedLogFile {
  /** All records of the file. */
  readonly records: number;
  /** Those that have to be read. */
  readonly wanted: readonly ListedRecord[];
}

/**
 * Finds the records of a whole log file, `{"Records":[…]}` on one line as CloudTrail writes it, that may hold a text of
 * ASCII somewhere. A record that holds it neither as it is nor escaped, begins as CloudTrail's do, has a time and seems to
 * hold no other record is bounded by its brackets and not wanted. Undefined for a file of any other form, or whose
 * brackets do not close. Where a wanted record turns out to be no JSON, a quote is missing or too much and the bounds of all
 * are in doubt.
 */
export function scanLogFile(bytes: Buffer, text: string): ScannedLogFile | undefined {
  const end = endOfContent(bytes);
  if (bytes.toString("latin1", 0, head.length) !== head) return undefined;
  if (bytes.subarray(0, end).includes("\n") || bytes.includes("\0")) return undefined;
  const mayHold = [new Finder(bytes, text), new Finder(bytes, asciiEscape)];
  const heads = new Finder(bytes, recordHead);
  const times = new Finder(bytes, timeHead);
  const wanted: ListedRecord[] = [];
  let records = 0;
  let position = head.length;
  if (bytes[position] === closeBracket) return closes(bytes, position, end) ? { records, wanted } : undefined;
  for (;;) {
    const start = position;
    position = endOfObject(bytes, start);
    if (position < 0) return undefined;
    const isOne = heads.isAt(start) && !heads.isWithin(start + 1, position) && times.isWithin(start, position);
    if (!isOne || mayHold.some((finder) => finder.isWithin(start, position))) {
      wanted.push({ number: records, start, end: position });
    }
    records += 1;
    if (bytes[position] === comma) position += 1;
    else return closes(bytes, position, end) ? { records, wanted } : undefined;
  }
}

/** Looks for a text in stretches of the bytes that follow each other. */
class Finder {
  private next: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly text: string,
  ) {
    this.next = bytes.indexOf(text, 0, "latin1");
  }

  /** Whether it begins in the stretch. */
  isWithin(start: number, end: number): boolean {
    if (this.next >= 0 && this.next < start) this.next = this.bytes.indexOf(this.text, start, "latin1");
    return this.next >= 0 && this.next < end;
  }

  isAt(position: number): boolean {
    return this.isWithin(position, position + 1);
  }
}

/** Behind the brace that closes the object at `start`; -1 where there is none, or no object. */
function endOfObject(bytes: Buffer, start: number): number {
  if (bytes[start] !== openBrace) return -1;
  const { length } = bytes;
  let depth = 0;
  for (let position = start; position < length; position += 1) {
    const byte = bytes[position] as number;
    if (byte === quote) {
      for (position += 1; position < length && bytes[position] !== quote; position += 1) {
        if (bytes[position] === backslash) position += 1;
      }
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return byte === closeBrace ? position + 1 : -1;
    }
  }
  return -1;
}

function closes(bytes: Buffer, position: number, end: number): boolean {
  return bytes[position] === closeBracket && bytes[position + 1] === closeBrace && position + 2 === end;
}

function endOfContent(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1])) end -= 1;
  return end;
}
