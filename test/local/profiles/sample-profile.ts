import { learn, newProfile } from "../../../core/profiles/learn";
import type { AttributeKind } from "../../../core/profiles/profile";
import { dayOf } from "../../../core/profiles/profile";
import type { ProfiledRequest } from "../../../core/profiles/request";
import { countOnce } from "../../../local/profiles/counted";
import type { KeptProfile } from "../../../local/profiles/stored-profiles";

export const key = "AKIAEXAMPLE000000001";
const firstMs = Date.parse("2026-03-17T10:00:00Z");

export function sampleRequest(
  minutes: number,
  values: Partial<Record<AttributeKind, string>> = {},
  accessKeyId = key,
): ProfiledRequest {
  const atMs = firstMs + minutes * 60_000;
  return {
    accessKeyId,
    account: "111122223333",
    userName: "build",
    eventId: `id-${minutes}`,
    atMs,
    day: dayOf(atMs),
    values: { ip: "198.51.100.7", agent: "Boto3/1.40", region: "eu-west-1", event: "s3:GetObject", ...values },
  };
}

/** A profile that has learnt from these requests, each counted. */
export function keptProfile(requests: readonly ProfiledRequest[]): KeptProfile {
  const [first] = requests;
  if (first === undefined) throw new Error("a profile needs a request");
  const profile = newProfile(first);
  const counted: KeptProfile["counted"] = new Map();
  for (const request of requests) {
    learn(profile, request);
    countOnce(counted, request.values.region, request.eventId ?? "", request.atMs);
  }
  return { profile, counted };
}
