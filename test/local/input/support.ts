import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { readInputs } from "../../../local/input/read-inputs";
import type { CloudTrailItem, EventBridgeItem, InputCounts, InputItem } from "../../../local/input/read-inputs";

/** A folder for one test, gone afterwards. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "warden-input-"));

  write(name: string, content: string | Buffer): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface Result {
  readonly counts: InputCounts;
  readonly items: InputItem[];
  readonly records: CloudTrailItem[];
  readonly events: EventBridgeItem[];
  /** `file:line: why`, the folder's name left out. */
  readonly problems: string[];
  readonly warnings: string[];
  readonly progress: [number, number][];
}

export async function read(paths: readonly string[], stdin: readonly (string | Buffer)[] = []): Promise<Result> {
  const items: InputItem[] = [];
  const problems: string[] = [];
  const warnings: string[] = [];
  const progress: [number, number][] = [];
  const counts = await readInputs(
    paths,
    {
      item: (item) => void items.push(item),
      unreadable: ({ origin, why }) => void problems.push(`${origin.replace(/^.*\//, "")}: ${why}`),
      warning: (text) => void warnings.push(text),
      progress: (bytesRead, bytesTotal) => void progress.push([bytesRead, bytesTotal]),
    },
    { stdin: Readable.from(stdin) },
  );
  const records = items.filter((item) => item.kind === "cloudtrail");
  const events = items.filter((item) => item.kind === "eventbridge");
  return { counts, items, records, events, problems, warnings, progress };
}

/** Reads one text from standard input. */
export function readText(text: string | Buffer): Promise<Result> {
  return read(["-"], [text]);
}

/** A small invented record; the number makes its id and its second. */
export function sample(number: number, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", userName: 'röse {"[' },
    eventTime: `2026-03-17T10:00:${String(number % 60).padStart(2, "0")}Z`,
    eventSource: "ec2.amazonaws.com",
    eventName: "DescribeInstances",
    eventID: `id-${number}`,
    ...changes,
  };
}

export function without(record: Record<string, unknown>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
}

export function idsOf(result: Result): unknown[] {
  return result.records.map((item) => item.record["eventID"]);
}
