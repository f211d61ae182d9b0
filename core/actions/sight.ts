import { shortDigest } from "../short-digest";
import type { Reason, Verdict } from "./action";

/**
 * What was seen of a subject, as far as it tells one occasion from others that come to the same verdict for the same reason:
 * people hear of it again only where it is another. Plain data, kept in records and in the subject's memory.
 */
export interface Sight {
  /** What sort of thing was seen: only those of one kind are compared, and counted together. */
  readonly kind: string;
  /** Digest of all else that distinguishes it. */
  readonly digest: string;
}

/** One time that people were told. */
export interface Telling {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly sight: Sight;
  readonly atMs: number;
}

/** The same verdict for the same reason on the same sight is told once in this time. */
export const quietMs = 3_600_000;

/** Different sights of one kind that people are told of in that time: whoever alternates what is seen can't flood them. */
export const mostOfOneKind = 5;

/** The memory of a subject stays far below the 400 KB that DynamoDB takes. */
const mostTellings = 100;

const digestLength = 12;

/** A sight of this kind, equal to every other one of the same details. */
export function sightOf(kind: string, ...details: readonly (string | number | undefined)[]): Sight {
  return { kind, digest: shortDigest(JSON.stringify(details), "hex", digestLength) };
}

/** Those that still count, oldest first. */
export function standingTellings(tellings: readonly Telling[], nowMs: number): readonly Telling[] {
  return tellings.filter(({ atMs }) => nowMs - atMs < quietMs).slice(-mostTellings);
}

/** Those of the last hour that came to the same on a sight of the same kind, oldest first. */
export function tellingsLike(
  { verdict, reason, sight }: { readonly verdict: string; readonly reason: Reason; readonly sight: Sight },
  tellings: readonly Telling[],
  nowMs: number,
): readonly Telling[] {
  return standingTellings(tellings, nowMs).filter(
    (told) => told.verdict === verdict && told.reason === reason && told.sight.kind === sight.kind,
  );
}
