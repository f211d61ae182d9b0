import type { WatchedKey, WatchedKind } from "../../clients/key-watch";
import type { OriginDoubt, Signal } from "../../core/actions/action";
import type { OriginCheck } from "../../core/keys/country-check";
import type { DeniedCall } from "../../core/keys/denial-burst";
import { burstText, isBurst } from "../../core/keys/denial-burst";
import { firstDoubt } from "../../core/keys/origin-doubt";
import type { ReportMemory } from "../../core/keys/report-memory";
import { isNews, withReport } from "../../core/keys/report-memory";
import type { SuspectCall, SuspectCalls } from "../../core/keys/sort-calls";
import type { UnusualRequest } from "./profiles";
import type { KeyReports } from "./report-memories";
import { placeOf, suspectCallOf, unusualText } from "./unusual";

/** One kind of signal that a delivery gives against a key, and the calls that it was seen in. */
export interface Finding {
  readonly signal: Signal & { readonly kind: WatchedKind };
  readonly calls: readonly SuspectCall[];
  readonly memory: ReportMemory;
}

interface Evidence extends SuspectCalls {
  readonly unusual: readonly UnusualRequest[];
}

/** Whether a report of where the calls came from, or of how unusual they were, would say something new. */
export function isCallNews({ foreign, unusual }: Evidence, reported: KeyReports, nowMs: number): boolean {
  return (
    (foreign.length > 0 && isNews(reported.country, seenIn(foreign), nowMs)) || isUnusualNews(unusual, reported, nowMs)
  );
}

/** Whether a burst of denied calls would be something new. */
export function isBurstNews({ denied }: Pick<SuspectCalls, "denied">, reported: KeyReports, nowMs: number): boolean {
  return denied.length > 0 && isNews(reported["denial-burst"], anyPlace, nowMs);
}

/** Whether a report of these requests would say something new. */
export function isUnusualNews(unusual: readonly UnusualRequest[], reported: KeyReports, nowMs: number): boolean {
  return unusual.length > 0 && isNews(reported.profile, placesIn(unusual), nowMs);
}

/** A burst is one wherever its calls come from. */
const anyPlace = Object.freeze({ countries: Object.freeze([]), addresses: Object.freeze([]) });

/** What a report of these calls says of where they came from. */
export function seenIn(calls: readonly SuspectCall[]): Pick<ReportMemory, "countries" | "addresses"> {
  return {
    countries: [...new Set(calls.flatMap(({ country }) => country ?? []))],
    addresses: [...new Set(calls.map(({ address }) => address))],
  };
}

/** Another agent from the same address is another place. */
function placesIn(unusual: readonly UnusualRequest[]): Pick<ReportMemory, "countries" | "addresses"> {
  return { countries: [], addresses: [...new Set(unusual.map(placeOf))] };
}

export function countryFinding({ foreign }: SuspectCalls, known: WatchedKey, nowMs: number): Finding | undefined {
  const seen = seenIn(foreign);
  if (foreign.length === 0 || !isNews(known.country, seen, nowMs)) return undefined;
  const text = `used from ${seen.countries.join(", ")}, outside allowedCountries`;
  return {
    signal: { kind: "country", atMs: newestMs(foreign), text, ...doubtOf(foreign) },
    calls: foreign,
    memory: withReport(known.country, seen, nowMs),
  };
}

/** `counted`: the denied calls of the last hour, these among them. */
export function burstFinding(
  { denied }: SuspectCalls,
  counted: readonly DeniedCall[],
  known: WatchedKey,
  nowMs: number,
): Finding | undefined {
  if (!isBurst(counted) || !isBurstNews({ denied }, known, nowMs)) return undefined;
  return {
    signal: { kind: "denial-burst", atMs: newestMs(denied), text: burstText(counted), ...doubtOf(denied, counted) },
    calls: denied,
    memory: withReport(known["denial-burst"], anyPlace, nowMs),
  };
}

export function profileFinding(
  { unusual, foreign }: Evidence,
  check: OriginCheck,
  known: WatchedKey,
  nowMs: number,
): Finding | undefined {
  if (!isUnusualNews(unusual, known, nowMs)) return undefined;
  const countries = new Map(foreign.map(({ eventId, country }) => [eventId, country]));
  const calls = unusual.map((one) => {
    const call = suspectCallOf(one, check);
    const country = countries.get(call.eventId);
    return country === undefined ? call : { ...call, country };
  });
  return {
    signal: { kind: "profile", atMs: newestMs(calls), text: unusualText(unusual), ...doubtOf(calls) },
    calls,
    memory: withReport(known.profile, placesIn(unusual), nowMs),
  };
}

/** One call from a doubtful place is enough for a doubt about whose calls they are. */
function doubtOf(
  ...calls: readonly (readonly { readonly doubt?: OriginDoubt | undefined }[])[]
): Pick<Signal, "doubt"> {
  const doubt = firstDoubt(calls.flat());
  return doubt === undefined ? {} : { doubt };
}

function newestMs(calls: readonly SuspectCall[]): number {
  return calls.reduce((newest, { atMs }) => Math.max(newest, atMs), 0);
}
