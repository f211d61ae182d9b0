import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Where a text is kept. */
export interface KeptText {
  readonly atMs: number;
  readonly start: number;
  readonly bytes: number;
}

/** What is written at once, and kept in memory until then. */
const blockBytes = 4 * 1024 * 1024;

/** Texts in the order in which they came, any of which can be read again, from a file that `close` removes. */
export class KeptTexts {
  readonly all: KeptText[] = [];
  private block: string[] = [];
  private writtenBytes = 0;
  private bytes = 0;
  private file: { readonly descriptor: number; readonly folder: string } | undefined;

  constructor(private readonly folder: string) {}

  add(atMs: number, text: string): KeptText {
    const bytes = Buffer.byteLength(text);
    const kept = { atMs, start: this.bytes, bytes };
    this.all.push(kept);
    this.block.push(text);
    this.bytes += bytes;
    if (this.bytes - this.writtenBytes >= blockBytes) this.writeBlock();
    return kept;
  }

  read({ start, bytes }: KeptText): string {
    if (start + bytes > this.writtenBytes) this.writeBlock();
    const encoded = Buffer.allocUnsafe(bytes);
    for (let read = 0; read < bytes;) {
      const { descriptor } = this.existing();
      const count = readSync(descriptor, encoded, read, bytes - read, start + read);
      if (count === 0) throw new Error("the file of kept log events was cut short");
      read += count;
    }
    return encoded.toString("utf8");
  }

  close(): void {
    this.all.length = 0;
    this.block = [];
    if (this.file === undefined) return;
    closeSync(this.file.descriptor);
    rmSync(this.file.folder, { recursive: true, force: true });
    this.file = undefined;
  }

  private writeBlock(): void {
    const { descriptor } = this.existing();
    // A lone half of a surrogate pair becomes U+FFFD here as it does where bytes are counted: both have three bytes.
    const whole = Buffer.from(this.block.join(""));
    for (let written = 0; written < whole.length;) {
      written += writeSync(descriptor, whole, written, whole.length - written, this.writtenBytes + written);
    }
    this.block = [];
    this.writtenBytes = this.bytes;
  }

  private existing(): { readonly descriptor: number; readonly folder: string } {
    return (this.file ??= createFile(this.folder));
  }
}

function createFile(parent: string): { descriptor: number; folder: string } {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "log-events-"));
  return { descriptor: openSync(join(folder, "texts"), "wx+", 0o600), folder };
}
