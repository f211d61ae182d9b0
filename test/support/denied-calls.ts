import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { deniedRecord, roleIdentity } from "../core/sample-record";

const minuteMs = 60_000;

/** Within the sixty days for which the default country data is used; noon, so that no daily digest is near. */
const startMs = Date.parse("2026-10-01T12:00:00Z");

/** The time so many minutes after the story's beginning. */
export function minute(minutes: number): number {
  return startMs + Math.round(minutes * minuteMs);
}

/** Makes CloudTrail's event ids, the same ones in every run. */
export function idMaker(): () => string {
  let made = 0;
  return () => `0f0e0d0c-0000-4000-8000-${String((made += 1)).padStart(12, "0")}`;
}

const nextId = idMaker();

/** A denied call of alice, at this time and with an id of its own, changed by what a test is about. */
export function denied(atMs: number, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return deniedRecord({
    eventID: nextId(),
    eventTime: new Date(atMs).toISOString().replace(/\.\d+Z/, "Z"),
    ...changes,
  });
}

/** The IAM user as `userIdentity`. */
export function user(name: string, account = "111122223333"): CloudTrailRecord {
  return {
    type: "IAMUser",
    principalId: `AIDA${name.toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: "AKIAEXAMPLE000000001",
    userName: name,
  };
}

/** A role under a session of this name as `userIdentity`. */
export function role(name: string, session: string): CloudTrailRecord {
  return roleIdentity(name, session);
}

/** So many records, made one by one. */
export function many(count: number, make: (position: number) => CloudTrailRecord): CloudTrailRecord[] {
  return Array.from({ length: count }, (_, position) => make(position));
}

export function idsOf(records: readonly CloudTrailRecord[]): string[] {
  return records.map((record) => String(record.eventID));
}
