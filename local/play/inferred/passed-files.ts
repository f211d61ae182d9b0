import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { storedIn, unpacked } from "../../input/bytes";
import { wholeLogFile } from "../../input/whole-log-file";
import { isDelivered } from "../log-groups";
import type { PassedOver } from "../../input/passed-over";

interface PassedFile {
  readonly path: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Files of which only some records were taken. The others are read again when somebody asks for records of their time. */
export class PassedFiles {
  private readonly files: PassedFile[] = [];
  private readonly paths = new Set<string>();

  add(path: string, { firstMs, lastMs }: PassedOver): void {
    if (firstMs === undefined || lastMs === undefined) return;
    this.files.push({ path, firstMs, lastMs });
    this.paths.add(path);
  }

  get isEmpty(): boolean {
    return this.files.length === 0;
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** All records that the log group got of the files that hold some of this time, in the order of the files; `mayWant` spares parsing a whole file. */
  *records(
    fromMs: number,
    toMs: number,
    mayWant: (json: Buffer) => boolean,
  ): Generator<{ readonly path: string; readonly record: CloudTrailRecord; readonly text: string }> {
    for (const { path, firstMs, lastMs } of this.files) {
      if (lastMs < fromMs || firstMs > toMs) continue;
      const stored = storedIn(path);
      const bytes = stored === undefined ? undefined : unpacked(stored);
      if (bytes === undefined) throw new Error(`${path} can no longer be read`);
      if (!mayWant(bytes)) continue;
      const file = wholeLogFile(bytes);
      if (file === undefined) throw new Error(`${path} is no longer the log file that it was`);
      for (const [position, record] of file.records.entries()) {
        const text = file.textOf(position) ?? JSON.stringify(record);
        if (isDelivered(text)) yield { path, record, text };
      }
    }
  }
}
