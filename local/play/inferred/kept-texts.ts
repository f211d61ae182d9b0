import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Where some texts that belong together are kept. */
export interface KeptText {
  readonly atMs: number;
  readonly start: number;
  readonly bytes: number;
}

/** What is written at once, and kept in memory until then. */
const blockBytes = 4 * 1024 * 1024;

/** Texts in the order in which they came, any of which can be read again: the newest block from memory, others from a file. */
export class KeptTexts {
  readonly all: KeptText[] = [];
  private block: Buffer[] = [];
  private blockStart = 0;
  private end = 0;
  private file: { readonly descriptor: number; readonly folder: string } | undefined;

  constructor(private readonly folder: string) {}

  add(atMs: number, texts: readonly string[]): void {
    const encoded = Buffer.from(JSON.stringify(texts));
    this.all.push({ atMs, start: this.end, bytes: encoded.length });
    this.block.push(encoded);
    this.end += encoded.length;
    if (this.end - this.blockStart >= blockBytes) this.spill();
  }

  read({ start, bytes }: KeptText): string[] {
    if (start >= this.blockStart) this.spill();
    const encoded = Buffer.allocUnsafe(bytes);
    for (let read = 0; read < bytes;) {
      const count =
        this.file === undefined ? 0 : readSync(this.file.descriptor, encoded, read, bytes - read, start + read);
      if (count === 0) throw new Error("the file of kept log events was cut short");
      read += count;
    }
    return JSON.parse(encoded.toString("utf8")) as string[];
  }

  close(): void {
    this.all.length = 0;
    this.block = [];
    if (this.file === undefined) return;
    closeSync(this.file.descriptor);
    rmSync(this.file.folder, { recursive: true, force: true });
    this.file = undefined;
  }

  private spill(): void {
    this.file ??= createFile(this.folder);
    const whole = Buffer.concat(this.block);
    for (let written = 0; written < whole.length;) {
      written += writeSync(this.file.descriptor, whole, written, whole.length - written, this.blockStart + written);
    }
    this.block = [];
    this.blockStart = this.end;
  }
}

function createFile(parent: string): { descriptor: number; folder: string } {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "log-events-"));
  return { descriptor: openSync(join(folder, "texts"), "wx+", 0o600), folder };
}
