import { beginningOf, objectBefore } from "./listed-object";
import { beginScan, continueScan, isBlank } from "./scan-value";
import { exportPrefix, listHead, parsed, scalarBytes } from "./piece";
import type { Piece } from "./piece";
import type { Scan } from "./scan-value";

const newline = 0x0a;
const comma = 0x2c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const documentLimitBytes = 64 * 1024 * 1024;
const headBytes = 256;

/**
 * Takes a stream of bytes apart into its JSON values, whichever way they are laid out: JSON Lines, arrays, `{"Records":[…]}`,
 * documents over many lines, and any sequence of these. Holds one value at a time. What is not JSON is named with its line,
 * and reading goes on behind it.
 */
export class DocumentSplitter {
  private bytes: Buffer = Buffer.alloc(0);
  private position = 0;
  private line = 1;
  private lineStart = 0;
  private context: "top" | "array" | "list" | "tail" = "top";
  private openedAtLine = 1;
  private scan: Scan | undefined;
  /** Rest of a broken value over many lines is passed over until a brace stands in this column again. */
  private resumeColumn: number | undefined;
  /** How an object of the open list began; the next one probably begins alike. */
  private listed: Buffer | undefined;
  private skipToNewline = false;

  /** The line that reading has come to. */
  get currentLine(): number {
    return this.line;
  }

  *push(chunk: Buffer): Generator<Piece> {
    const kept = this.bytes.subarray(this.position);
    if (this.scan !== undefined) {
      this.scan.position -= this.position;
      if (this.scan.lineStart >= 0) this.scan.lineStart -= this.position;
    }
    this.lineStart -= this.position;
    this.position = 0;
    this.bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    yield* this.drain(false);
  }

  *end(): Generator<Piece> {
    yield* this.drain(true);
    if (this.context !== "top")
      yield { line: this.openedAtLine, why: "not JSON: the file ends before the list that begins here" };
  }

  private *drain(final: boolean): Generator<Piece> {
    while (this.skipBlanks()) {
      const piece = this.next(final);
      if (piece === "more") return;
      if (piece !== undefined) yield piece;
    }
  }

  /** To the next byte that counts; false where the bytes end. */
  private skipBlanks(): boolean {
    for (; this.position < this.bytes.length; this.position += 1) {
      const byte = this.bytes[this.position];
      if (byte === newline) {
        this.line += 1;
        this.lineStart = this.position + 1;
        this.skipToNewline = false;
      } else if (
        !this.skipToNewline &&
        !isBlank(byte) &&
        !(byte === comma && this.context !== "tail") &&
        !this.isPassedOver(byte)
      ) {
        return true;
      }
    }
    return false;
  }

  private isPassedOver(byte: number | undefined): boolean {
    if (this.resumeColumn === undefined) return false;
    const column = this.position - this.lineStart;
    if ((byte === openBrace && column === this.resumeColumn) || (byte === closeBracket && column < this.resumeColumn)) {
      this.resumeColumn = undefined;
      return false;
    }
    return true;
  }

  private next(final: boolean): Piece | "more" | undefined {
    if (this.context === "tail") return this.passTail();
    const byte = this.bytes[this.position];
    if (byte === closeBracket && this.context !== "top") {
      this.context = this.context === "list" ? "tail" : "top";
      this.position += 1;
      return undefined;
    }
    if (this.scan !== undefined) return this.scanned(final, this.scan);
    if (this.context === "top" && (byte === openBrace || byte === openBracket)) return this.atTop(byte, final);
    if (byte === openBrace || byte === openBracket) {
      // Telling an unindented value takes the bytes behind its brace.
      if (this.bytes.length - this.position < 4 && !final) return "more";
      return this.alike() ?? this.scanned(final, this.begin());
    }
    return this.scalar(final);
  }

  private atTop(byte: number, final: boolean): Piece | "more" | undefined {
    if (this.bytes.length - this.position < headBytes && !final) return "more";
    const head = this.bytes.toString("latin1", this.position, this.position + headBytes);
    const opening = byte === openBracket ? "[" : listHead.exec(head)?.[0];
    if (opening !== undefined) return this.openList(opening);
    return this.wholeLine(final);
  }

  private openList(opening: string): undefined {
    this.listed = undefined;
    this.context = opening === "[" ? "array" : "list";
    this.openedAtLine = this.line;
    for (let index = 0; index < opening.length; index += 1) {
      if (opening.charCodeAt(index) !== newline) continue;
      this.line += 1;
      this.lineStart = this.position + index + 1;
    }
    this.position += opening.length;
    return undefined;
  }

  /** JSON Lines, the common case: finding the newline and parsing is several times as fast as scanning for the brace. */
  private wholeLine(final: boolean): Piece | "more" | undefined {
    const found = this.bytes.indexOf(newline, this.position);
    if (found < 0 && !final) return this.bytes.length - this.position > documentLimitBytes ? this.tooLong() : "more";
    const end = found < 0 ? this.bytes.length : found;
    const text = this.bytes.toString("utf8", this.position, end).trimEnd();
    if (text.endsWith("}")) {
      try {
        const value: unknown = JSON.parse(text);
        this.position = end;
        return { line: this.line, text, value };
      } catch {
        return this.scanned(final, this.begin());
      }
    }
    return this.scanned(final, this.begin());
  }

  private alike(): Piece | undefined {
    const before = this.listed;
    this.listed = beginningOf(this.bytes, this.position);
    if (before === undefined || this.listed === undefined || !before.equals(this.listed)) return undefined;
    const found = objectBefore(this.bytes, this.position, this.listed);
    if (found === undefined) return undefined;
    this.position = found.end;
    return { line: this.line, text: found.text, value: found.value };
  }

  private begin(): Scan {
    this.scan = beginScan(this.bytes, this.position, this.position === this.lineStart);
    return this.scan;
  }

  private scanned(final: boolean, scan: Scan): Piece | "more" {
    const outcome = continueScan(this.bytes, scan);
    if (outcome === "more" && !final)
      return scan.position - this.position > documentLimitBytes ? this.tooLong() : "more";
    const line = this.line;
    const column = this.position - this.lineStart;
    const text = this.bytes.toString("utf8", this.position, scan.position);
    this.scan = undefined;
    this.position = scan.position;
    this.line += scan.lines;
    if (scan.lineStart >= 0) this.lineStart = scan.lineStart;
    if (outcome === "complete") {
      const piece = parsed(text, line);
      // One broken line is one fault, whatever stands behind its brace.
      this.skipToNewline = "why" in piece && this.context === "top";
      return piece;
    }
    if (outcome === "begun-anew") return { line, why: "not JSON: ends before it is complete" };
    if (outcome === "more") this.context = "top";
    else if (scan.lines > 0) this.resumeColumn = column;
    return outcome === "more"
      ? { line, why: "not JSON: the file ends before it is complete" }
      : { line: this.line, why: "not JSON: the line ends inside a string" };
  }

  private tooLong(): Piece {
    const line = this.line;
    this.scan = undefined;
    this.position = this.bytes.length;
    this.skipToNewline = true;
    return { line, why: `one document of more than ${documentLimitBytes / 1024 / 1024} MB` };
  }

  /** What follows the list in its object: at least the closing brace. */
  private passTail(): "more" | undefined {
    this.scan ??= { position: 0, depth: 1, inString: false, lines: 0, lineStart: -1, braceStartsAnew: true };
    const scan = this.scan;
    scan.position = this.position;
    scan.lineStart = this.lineStart;
    const outcome = continueScan(this.bytes, scan);
    this.position = scan.position;
    this.line += scan.lines;
    if (scan.lineStart >= 0) this.lineStart = scan.lineStart;
    scan.lines = 0;
    if (outcome === "more") return "more";
    this.scan = undefined;
    this.context = "top";
    return undefined;
  }

  /** A number, a word or a text: in a list up to the next comma or bracket, elsewhere the whole line. */
  private scalar(final: boolean): Piece | "more" | undefined {
    const found = this.bytes.indexOf(newline, this.position);
    if (found < 0 && !final && this.bytes.length - this.position < documentLimitBytes) return "more";
    const lineEnd = found < 0 ? this.bytes.length : found;
    const rest = this.bytes.toString("utf8", this.position, Math.min(lineEnd, this.position + 1024));
    const prefix = this.context === "top" ? exportPrefix.exec(rest)?.[0] : undefined;
    if (prefix !== undefined) {
      this.position += prefix.length;
      return undefined;
    }
    const ownBytes = this.context === "top" ? undefined : scalarBytes(rest);
    const end = ownBytes === undefined ? lineEnd : this.position + ownBytes;
    const text = this.bytes.toString("utf8", this.position, end).trim();
    this.position = end;
    return parsed(text, this.line);
  }
}
