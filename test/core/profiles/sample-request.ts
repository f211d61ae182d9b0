import * as fc from "fast-check";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { AttributeKind, KeyProfile, ProfileSettings } from "../../../core/profiles/profile";
import { profileSettings } from "../../../core/profiles/profile";
import { newProfile } from "../../../core/profiles/learn";
import type { ProfiledRequest } from "../../../core/profiles/request";
import { requestOf } from "../../../core/profiles/request";
import { deniedRecord } from "../sample-record";

export const startMs = Date.parse("2026-03-02T08:00:00Z");
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The settings that a stack has that says nothing of profiles. */
export const defaults: ProfileSettings = profileSettings({
  weights: { ip: 40, agent: 25, region: 25, event: 10 },
  threshold: 70,
  include: [],
  learnFor: "1d",
  learnForSeconds: 86_400,
  forgetAfter: "90d",
  forgetAfterSeconds: 90 * 86_400,
});

/** A call of alice's long-term key that is usual for it, changed by what a test is about. */
export function usualRecord(atMs: number = startMs, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return deniedRecord({
    eventTime: new Date(atMs).toISOString(),
    errorCode: undefined,
    errorMessage: undefined,
    ...changes,
  });
}

/** The same as a request; throws where it does not count for a profile, so that no test passes on nothing. */
export function usual(atMs: number = startMs, changes: CloudTrailRecord = {}): ProfiledRequest {
  const request = requestOf(usualRecord(atMs, changes));
  if (request === undefined) throw new Error("the sample does not count for a profile");
  return request;
}

/** What every part of a usual request is changed to by somebody else. */
export const strange: Readonly<Record<AttributeKind, CloudTrailRecord>> = {
  ip: { sourceIPAddress: "198.51.100.66" },
  agent: { userAgent: "Boto3/1.40.11" },
  region: { awsRegion: "ap-southeast-1" },
  event: { eventName: "ListTables" },
};

/** A request of which exactly these parts are usual. */
export function matching(kinds: readonly AttributeKind[], atMs: number = startMs): ProfiledRequest {
  const changes = (["ip", "agent", "region", "event"] as const)
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => strange[kind]);
  return usual(atMs, Object.assign({}, ...changes) as CloudTrailRecord);
}

/** A profile that knows what is usual, and nothing else. */
export function usualProfile(atMs: number = startMs): KeyProfile {
  return newProfile(usual(atMs));
}

/** Any text at all, halves of surrogate pairs and controls included. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.nat(0xffff), { maxLength }).map((units) => String.fromCharCode(...units));
}
