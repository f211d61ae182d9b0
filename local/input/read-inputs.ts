import type { Readable } from "node:stream";
import { isBucketUrl } from "./bucket-url";
import { fileBytes, plainBytes, storedIn, streamBytes, unpacked } from "./bytes";
import type { FileSieve, PassedOver, SiftedFile } from "./passed-over";
import { findFiles, reasonOf } from "./find-files";
import type { InputFile } from "./find-files";
import { interpret } from "./interpret";
import type { Interpreted } from "./interpret";
import type { InputItem, Problem } from "./items";
import type { Piece } from "./piece";
import { parsed } from "./piece";
import { readBucket } from "./read-bucket";
import type { ObjectReader } from "./read-bucket";
import { scanLogFile } from "./scan-log-file";
import { DocumentSplitter } from "./split-documents";

export type { CloudTrailItem, EventBridgeItem, InputItem, Problem } from "./items";

/** CloudTrail's own log files are much smaller; what is larger is not taken into memory at once. */
const wholeFileLimitBytes = 4 * 1024 * 1024;

/** What a caller does with the inputs, in the order read: files in name order, a file from top to bottom. */
export interface InputHandlers {
  item(item: InputItem): void | Promise<void>;
  unreadable(problem: Problem): void;
  /** Something was read otherwise than it says; one sentence that begins with its `file:line`. */
  warning?(text: string): void;
  /** What a sieve has passed over of a file, after all that it let through. */
  passedOver?(path: string, passed: PassedOver): void;
  /** What an onlooker of the sieve has noted of records passed over, before the next one that it let through. */
  noted?(notes: readonly unknown[]): void;
  /** Bytes as stored (compressed ones too); `bytesTotal` leaves out what has no size beforehand, standard input. */
  progress?(bytesRead: number, bytesTotal: number): void;
}

export interface InputCounts {
  /** CloudTrail records that can be played. */
  records: number;
  /** EventBridge events that can be played. */
  events: number;
  /** Files, lines and records that could not be read or cannot be played. */
  unreadable: number;
  /** Files of other names, and CloudTrail's digest files. */
  ignoredFiles: number;
  /** Files read, ignored ones not among them. */
  files: number;
}

export interface InputOptions {
  readonly stdin: Readable;
  /**
   * Text of ASCII: a record that holds it nowhere may be counted without being handed over, and is then not read beyond
   * its brackets. Unset, every record is handed over.
   */
  readonly holding?: string;
  /** Reads log files of CloudTrail's own form, and hands over only what it lets through; all others are read without it. */
  readonly sieve?: { readonly open: (paths: readonly string[]) => FileSieve };
}

/**
 * Reads files, folders, (for "-") standard input and what is under s3://bucket/prefix, in any form that `warden replay`
 * takes; forms are told by content. Nothing is kept: every item goes to `handlers.item`, which is awaited where it returns a
 * promise. Throws only what a handler throws.
 */
export async function readInputs(
  paths: readonly string[],
  handlers: InputHandlers,
  options: InputOptions,
): Promise<InputCounts> {
  const found = findFiles(paths.filter((path) => !isBucketUrl(path)));
  const counts: InputCounts = { records: 0, events: 0, unreadable: 0, ignoredFiles: found.ignoredFiles, files: 0 };
  const reading = new Reading(handlers, counts, found.files, options.holding);
  for (const problem of found.unreadable) reading.unreadable(problem);
  const onDisk = found.files.filter(({ path }) => path !== "-");
  const sieve = options.sieve?.open(onDisk.map(({ path }) => path));
  for (const file of found.files) {
    if (file.path === "-") await reading.read("stdin", streamBytes(options.stdin));
    else await reading.readFile(file, await sieve?.next());
  }
  for (const url of paths.filter(isBucketUrl)) {
    await readBucket(url, reading, counts);
  }
  return counts;
}

class Reading implements ObjectReader {
  private bytesRead = 0;
  private bytesTotal: number;

  constructor(
    private readonly handlers: InputHandlers,
    private readonly counts: InputCounts,
    files: readonly InputFile[],
    private readonly holding: string | undefined,
  ) {
    this.bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Bytes that are known to come beside the files'. */
  expect(bytes: number): void {
    this.bytesTotal += bytes;
  }

  async readFile({ path, bytes }: InputFile, sifted?: SiftedFile): Promise<void> {
    if (sifted !== undefined) return this.takeSifted(path, sifted);
    const isSmall = this.holding !== undefined && bytes > 0 && bytes <= wholeFileLimitBytes;
    if (isSmall && (await this.readWhole(path, storedIn(path)))) return;
    await this.read(path, fileBytes(path));
  }

  private async takeSifted(path: string, { storedBytes, wanted, passedOver }: SiftedFile): Promise<void> {
    this.count(storedBytes);
    const seen = { values: 0, digests: 0 };
    for (const { number, text, notes } of wanted) {
      if (notes !== undefined) this.handlers.noted?.(notes);
      seen.values = number;
      await this.handle([parsed(text, 1)], path, seen);
    }
    this.counts.records += passedOver.records;
    this.counts.files += 1;
    if (passedOver.notes !== undefined) this.handlers.noted?.(passedOver.notes);
    this.handlers.passedOver?.(path, passedOver);
  }

  /**
   * Reads a log file of CloudTrail's own form without reading the records that do not hold what is looked for. False, and
   * nothing is read, where it is another file or nothing is looked for.
   */
  async readWhole(name: string, stored: Buffer | undefined): Promise<boolean> {
    const bytes = stored === undefined || this.holding === undefined ? undefined : unpacked(stored);
    const scanned = bytes === undefined ? undefined : scanLogFile(bytes, this.holding ?? "");
    if (stored === undefined || bytes === undefined || scanned === undefined) return false;
    const pieces = scanned.wanted.map(({ start, end }) => parsed(bytes.toString("utf8", start, end), 1));
    if (pieces.some((piece) => "why" in piece)) return false;
    this.count(stored.length);
    const seen = { values: 0, digests: 0 };
    for (const [index, piece] of pieces.entries()) {
      seen.values = scanned.wanted[index]?.number ?? 0;
      await this.handle([piece], name, seen);
    }
    this.counts.records += scanned.records - scanned.wanted.length;
    this.counts.files += 1;
    return true;
  }

  async read(name: string, stored: AsyncGenerator<Buffer>): Promise<void> {
    const splitter = new DocumentSplitter();
    const seen = { values: 0, digests: 0 };
    let damage: string | undefined;
    const chunks = plainBytes(this.counted(stored));
    for (let isFirst = true; ; isFirst = false) {
      let chunk: IteratorResult<Buffer>;
      try {
        chunk = await chunks.next();
      } catch (error) {
        damage = reasonOf(error);
        break;
      }
      if (chunk.done === true) break;
      if (isFirst && chunk.value.subarray(0, 4096).includes(0)) {
        damage = "not UTF-8 text";
        break;
      }
      await this.handle(splitter.push(chunk.value), name, seen);
    }
    await chunks.return(undefined);
    await this.handle(splitter.end(), name, seen, damage === undefined);
    if (damage !== undefined) this.unreadable({ origin: `${name}:${splitter.currentLine}`, why: damage });
    if (seen.digests > 0 && seen.digests === seen.values) this.counts.ignoredFiles += 1;
    else this.counts.files += 1;
  }

  unreadable(problem: Problem): void {
    this.counts.unreadable += 1;
    this.handlers.unreadable(problem);
  }

  private async *counted(stored: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of stored) {
      this.count(chunk.length);
      yield chunk;
    }
  }

  private count(bytes: number): void {
    this.bytesRead += bytes;
    this.handlers.progress?.(this.bytesRead, this.bytesTotal);
  }

  /** In a damaged file the cut value is part of the damage, which is named once. */
  private async handle(
    pieces: Iterable<Piece>,
    name: string,
    seen: { values: number; digests: number },
    namesBroken = true,
  ): Promise<void> {
    for (const piece of pieces) {
      const origin = `${name}:${piece.line}`;
      if ("why" in piece) {
        seen.values += 1;
        if (namesBroken) this.unreadable({ origin, why: piece.why });
        continue;
      }
      for (const interpreted of interpret(piece.value, piece.text, { origin, number: seen.values })) {
        if ("digest" in interpreted) seen.digests += 1;
        const pending = this.emit(interpreted);
        if (pending !== undefined) await pending;
      }
      seen.values += 1;
    }
  }

  private emit(interpreted: Interpreted): void | Promise<void> {
    if ("problem" in interpreted) return this.unreadable(interpreted.problem);
    if (!("item" in interpreted)) return;
    if (interpreted.warning !== undefined) this.handlers.warning?.(interpreted.warning);
    if (interpreted.item.kind === "cloudtrail") this.counts.records += 1;
    else this.counts.events += 1;
    return this.handlers.item(interpreted.item);
  }
}
