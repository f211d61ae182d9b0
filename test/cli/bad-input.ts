import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { deniedRecord } from "../core/sample-record";

/** One file that holds something wrong, and what is to come of it. */
export interface BadInput {
  readonly what: string;
  readonly file: string;
  readonly content: string | Buffer;
  /** What standard error says of the file: `file:line: why`; nothing where the file is to be read silently. */
  readonly said?: RegExp;
  /** Counted as not read or not played, which alone makes the exit status 1. */
  readonly unreadable: number;
  /** Records of it that are played, denied by the pattern all of them. */
  readonly played: number;
  /** Text that the messages of these records hold. */
  readonly shown?: readonly string[];
}

/** A denied record of its own: neither event id nor cause is that of another. */
function denied(number: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
  const user = `sample-${number}`;
  return deniedRecord({
    eventID: idOf(number),
    eventTime: `2025-03-04T0${number % 10}:06:07Z`,
    userIdentity: { type: "IAMUser", userName: user, arn: `arn:aws:iam::111122223333:user/${user}` },
    ...changes,
  });
}

export function idOf(number: number): string {
  return `0f0e0d0c-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const lines = (...records: readonly unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const without = (record: CloudTrailRecord, name: string) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

/** Compressed badly on purpose, so that the first record is whole in the half that is left. */
function truncatedGzip(): Buffer {
  const whole = zlib.gzipSync(lines(denied(2), ...Array.from({ length: 40 }, () => denied(2))), { level: 0 });
  return whole.subarray(0, whole.length / 2);
}

export const badInputs: readonly BadInput[] = [
  {
    what: "a line that is not JSON",
    file: "not-json.jsonl",
    content: `${lines(denied(1))}this is not JSON\n${lines(denied(11))}`,
    said: /not-json\.jsonl:2: /,
    unreadable: 1,
    played: 2,
    shown: ["sample-1", "sample-11"],
  },
  {
    what: "a truncated gzip",
    file: "truncated.json.gz",
    content: truncatedGzip(),
    said: /truncated\.json\.gz:\d+: /,
    unreadable: 1,
    played: 1,
    shown: ["sample-2"],
  },
  { what: "an empty file", file: "empty.json", content: "", unreadable: 0, played: 0 },
  {
    what: "a record over 256 KB",
    file: "large.jsonl",
    content: lines(denied(3, { requestParameters: { text: "x".repeat(262_144) } }), denied(13)),
    said: /large\.jsonl:1: not delivered by CloudTrail/,
    unreadable: 0,
    played: 1,
    shown: ["sample-13"],
  },
  {
    what: "a record without eventTime",
    file: "no-time.jsonl",
    content: lines(without(denied(4), "eventTime"), denied(14)),
    said: /no-time\.jsonl:1: .*eventTime/,
    unreadable: 1,
    played: 1,
    shown: ["sample-14"],
  },
  {
    what: "a record without eventID",
    file: "no-id.jsonl",
    content: lines(without(denied(5), "eventID")),
    unreadable: 0,
    played: 1,
    shown: ["sample-5"],
  },
  {
    what: "a record without userIdentity",
    file: "no-identity.jsonl",
    content: lines(without(denied(6), "userIdentity")),
    unreadable: 0,
    played: 1,
    shown: ["unknown caller"],
  },
  {
    what: "numbers where strings belong",
    file: "numbers.jsonl",
    content: lines(
      denied(7, { eventName: 4711, awsRegion: 815, userAgent: 31337, sourceIPAddress: 42, errorMessage: 1234567 }),
    ),
    unreadable: 0,
    played: 1,
    shown: ["dynamodb:4711", "815", "31337", "1234567"],
  },
];

/** A folder with these files, and nothing else. */
export function folderOf(inputs: readonly BadInput[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-bad-input-"));
  for (const { file, content } of inputs) fs.writeFileSync(path.join(folder, file), content);
  return folder;
}
