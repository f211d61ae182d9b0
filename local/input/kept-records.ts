import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What is kept: a time and any text (a record's JSON, usually). */
export interface KeptRecord {
  readonly atMs: number;
  readonly payload: string;
}

/** One sorted stretch of the spill file. */
interface Run {
  position: number;
  readonly end: number;
}

const headerBytes = 12;
const blockBytes = 256 * 1024;
/** What a record costs in memory beside its text, about. */
const overheadBytes = 64;

/**
 * Keeps records and gives them back in event time, equal times in the order they were added. Memory holds at most
 * `spillBytes` of them; beyond that, sorted runs go to a file in `folder`, which `close` removes.
 */
export class KeptRecords {
  private readonly spillBytes: number;
  private readonly folder: string;
  private held: KeptRecord[] = [];
  private heldBytes = 0;
  private runs: Run[] = [];
  private spill: { readonly descriptor: number; readonly folder: string; bytes: number } | undefined;

  constructor(options: { readonly folder: string; readonly spillBytes?: number }) {
    this.folder = options.folder;
    this.spillBytes = options.spillBytes ?? 16 * 1024 * 1024;
  }

  add(atMs: number, payload: string): void {
    this.held.push({ atMs, payload });
    this.heldBytes += payload.length + overheadBytes;
    if (this.heldBytes > this.spillBytes) this.spillHeld();
  }

  /** May be called again; records added in between are then among them. */
  *inTimeOrder(): Generator<KeptRecord> {
    this.held.sort(byTime);
    const spill = this.spill;
    if (spill === undefined) return yield* this.held;
    const sources = this.runs.map((run) => readRun(spill.descriptor, { ...run }));
    yield* merged([...sources, this.held.values()]);
  }

  close(): void {
    this.held = [];
    this.runs = [];
    if (this.spill === undefined) return;
    closeSync(this.spill.descriptor);
    rmSync(this.spill.folder, { recursive: true, force: true });
    this.spill = undefined;
  }

  private spillHeld(): void {
    this.spill ??= createSpill(this.folder);
    const start = this.spill.bytes;
    let block: Buffer[] = [];
    let pendingBytes = 0;
    for (const record of this.held.sort(byTime)) {
      const encoded = encode(record);
      block.push(encoded);
      pendingBytes += encoded.length;
      if (pendingBytes < blockBytes) continue;
      this.spill.bytes += writeWhole(this.spill.descriptor, Buffer.concat(block), this.spill.bytes);
      block = [];
      pendingBytes = 0;
    }
    this.spill.bytes += writeWhole(this.spill.descriptor, Buffer.concat(block), this.spill.bytes);
    this.runs.push({ position: start, end: this.spill.bytes });
    this.held = [];
    this.heldBytes = 0;
  }
}

function byTime(left: KeptRecord, right: KeptRecord): number {
  return left.atMs - right.atMs;
}

function createSpill(parent: string): { descriptor: number; folder: string; bytes: number } {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "kept-"));
  return { descriptor: openSync(join(folder, "runs"), "wx+", 0o600), folder, bytes: 0 };
}

/** Time (8 bytes), length of the text (4 bytes), the text as UTF-8. */
function encode(record: KeptRecord): Buffer {
  const payloadBytes = Buffer.byteLength(record.payload);
  const encoded = Buffer.allocUnsafe(headerBytes + payloadBytes);
  encoded.writeDoubleLE(record.atMs, 0);
  encoded.writeUInt32LE(payloadBytes, 8);
  encoded.write(record.payload, headerBytes);
  return encoded;
}

function writeWhole(descriptor: number, block: Buffer, position: number): number {
  for (let written = 0; written < block.length;) {
    written += writeSync(descriptor, block, written, block.length - written, position + written);
  }
  return block.length;
}

function* readRun(descriptor: number, run: Run): Generator<KeptRecord> {
  let block = Buffer.alloc(0);
  let used = 0;
  const ensure = (bytes: number): void => {
    if (block.length - used >= bytes) return;
    const wanted = Math.min(Math.max(blockBytes, bytes), run.end - run.position + block.length - used);
    const next = Buffer.allocUnsafe(wanted);
    const kept = block.copy(next, 0, used);
    for (let filled = kept; filled < wanted;) {
      const read = readSync(descriptor, next, filled, wanted - filled, run.position);
      if (read === 0) throw new Error("the file of kept records was cut short");
      filled += read;
      run.position += read;
    }
    block = next;
    used = 0;
  };
  while (run.position < run.end || used < block.length) {
    ensure(headerBytes);
    const atMs = block.readDoubleLE(used);
    const payloadBytes = block.readUInt32LE(used + 8);
    ensure(headerBytes + payloadBytes);
    const start = used + headerBytes;
    used = start + payloadBytes;
    yield { atMs, payload: block.toString("utf8", start, used) };
  }
}

/** Earlier sources hold what was added earlier, so the first one of equal times wins. */
function* merged(sources: readonly Iterator<KeptRecord, unknown>[]): Generator<KeptRecord> {
  const heads = sources.map((source) => source.next());
  for (;;) {
    let first = -1;
    let firstMs = Infinity;
    for (const [index, head] of heads.entries()) {
      if (head.done === true || (first >= 0 && head.value.atMs >= firstMs)) continue;
      first = index;
      firstMs = head.value.atMs;
    }
    const head = heads[first];
    const source = sources[first];
    if (head === undefined || head.done === true || source === undefined) return;
    yield head.value;
    heads[first] = source.next();
  }
}
