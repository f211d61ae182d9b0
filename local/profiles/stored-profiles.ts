import { createHash } from "node:crypto";

import type { KeyProfile } from "../../core/profiles/profile";
import { parseStoredProfile, storedProfile } from "../../core/profiles/stored-form";
import { parseStoredCounted, storedCounted } from "./counted";
import type { Counted } from "./counted";

/** A profile, and which requests it has counted; nothing counted where it was learnt elsewhere. */
export interface KeptProfile {
  readonly profile: KeyProfile;
  readonly counted: Counted;
}

/** Profiles by the id of their key. */
export type KeptProfiles = ReadonlyMap<string, KeptProfile>;

const format = "api-warden-key-profiles";
const version = 1;

/** The profiles as text: JSON, a line for each, the same text for the same profiles. */
export function profilesText(profiles: KeptProfiles): string {
  const entries = [...profiles]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { profile, counted }]) => ({ profile: storedProfile(profile), counted: storedCounted(counted) }));
  const head = JSON.stringify({ format, version, sha256: hashOf(entries) }).slice(0, -1);
  return `${head},"profiles":[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]}\n`;
}

/** Of what is in it, however it is laid out. */
function hashOf(entries: unknown): string {
  return createHash("sha256").update(JSON.stringify(entries)).digest("hex");
}

/**
 * Reads what `profilesText` wrote. Throws an Error in words for people where anything in it is not as it was written, which
 * says nothing of the content; nothing in the text is executed.
 */
export function parseProfiles(text: string): Map<string, KeptProfile> {
  const { format: foundFormat, version: foundVersion, sha256, profiles, ...others } = objectIn(text);
  if (foundFormat !== format) throw new Error("holds no key profiles");
  if (foundVersion !== version) {
    const isNewer = typeof foundVersion === "number" && foundVersion > version;
    throw new Error(isNewer ? "was written by a newer Warden" : "is of a version that is not known");
  }
  if (!Array.isArray(profiles) || Object.keys(others).length > 0)
    throw new Error("is damaged: its parts are not right");
  if (sha256 !== hashOf(profiles)) throw new Error("is damaged: its checksum is not that of its profiles");
  const kept = new Map<string, KeptProfile>();
  for (const entry of profiles as readonly unknown[]) {
    const one = keptIn(entry);
    if (kept.has(one.profile.accessKeyId)) throw new Error("is damaged: it has two profiles of one key");
    kept.set(one.profile.accessKeyId, one);
  }
  return kept;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("is not JSON, or not all of it");
  }
  if (typeof value !== "object" || value === null) throw new Error("holds no key profiles");
  return value as Readonly<Record<string, unknown>>;
}

function keptIn(entry: unknown): KeptProfile {
  if (typeof entry !== "object" || entry === null) throw new Error("is damaged: an entry is no object");
  const { profile, counted, ...others } = entry as Readonly<Record<string, unknown>>;
  const parsedCounted = parseStoredCounted(counted);
  if (parsedCounted === undefined || Object.keys(others).length > 0) {
    throw new Error("is damaged: an entry has other parts than a profile");
  }
  try {
    return { profile: parseStoredProfile(profile), counted: parsedCounted };
  } catch (error) {
    throw new Error(`is damaged: ${(error as Error).message}`, { cause: error });
  }
}
