/** What was last reported of one key for one kind of signal. Plain data. */
export interface ReportMemory {
  readonly reportedAtMs: number;
  readonly countries: readonly string[];
  readonly addresses: readonly string[];
}

/** How long a report of the same is not repeated. */
const quietMs = 3_600_000;

/** Whoever goes through addresses is not reported for each of them. */
const mostAddresses = 20;

/** Whether a report would say something that the last one of this hour has not. */
export function isNews(
  last: ReportMemory | undefined,
  seen: Pick<ReportMemory, "countries" | "addresses">,
  nowMs: number,
): boolean {
  if (last === undefined || nowMs - last.reportedAtMs >= quietMs) return true;
  if (seen.countries.some((country) => !last.countries.includes(country))) return true;
  return last.addresses.length < mostAddresses && seen.addresses.some((address) => !last.addresses.includes(address));
}

/** The memory with a report made now; the earlier ones of this hour stay known. */
export function withReport(
  last: ReportMemory | undefined,
  seen: Pick<ReportMemory, "countries" | "addresses">,
  nowMs: number,
): ReportMemory {
  const stands = last !== undefined && nowMs - last.reportedAtMs < quietMs ? last : undefined;
  return {
    reportedAtMs: nowMs,
    countries: [...new Set([...(stands?.countries ?? []), ...seen.countries])],
    addresses: [...new Set([...(stands?.addresses ?? []), ...seen.addresses])].slice(0, mostAddresses),
  };
}

/** The memory with what needs no report, until the hour of the last report is over or, without one, for an hour from now. */
export function quietAbout(
  last: ReportMemory | undefined,
  seen: Pick<ReportMemory, "countries" | "addresses">,
  nowMs: number,
): ReportMemory {
  const memory = withReport(last, seen, nowMs);
  const stands = last !== undefined && nowMs - last.reportedAtMs < quietMs;
  return stands ? { ...memory, reportedAtMs: last.reportedAtMs } : memory;
}
