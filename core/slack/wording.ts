/** Numbers, times and lists in words. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LATEST_TIME_MS = 8.64e15;

/** A whole number with thousands separated; "?" for what is no number. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return "?";
  return Math.trunc(value)
    .toFixed(0)
    .replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** "1 address", "2 addresses". */
export function counted(value: number, singular: string, plural: string = `${singular}s`): string {
  return `${numberText(value)} ${value === 1 ? singular : plural}`;
}

/** "once", "14 times". */
export function times(value: number): string {
  return value === 1 ? "once" : `${numberText(value)} times`;
}

/** Milliseconds of an ISO time, undefined where it is none. */
export function timeMs(iso: string): number | undefined {
  const parsed = Date.parse(iso);
  return Number.isFinite(parsed) && Math.abs(parsed) < LATEST_TIME_MS ? parsed : undefined;
}

/** "2026-01-31 10:00:00 UTC". */
export function utcText(iso: string): string {
  const ms = timeMs(iso);
  if (ms === undefined) return "time unknown";
  const [day, time] = new Date(ms).toISOString().split("T");
  return `${day ?? ""} ${(time ?? "").slice(0, 8)} UTC`;
}

/** "6 minutes" between two ISO times, in the unit that a reader would choose. */
export function durationText(firstAt: string, lastAt: string): string {
  const first = timeMs(firstAt);
  const last = timeMs(lastAt);
  if (first === undefined || last === undefined) return "an unknown time";
  const ms = Math.max(last - first, SECOND_MS);
  if (ms < 2 * MINUTE_MS) return counted(Math.round(ms / SECOND_MS), "second");
  if (ms < 2 * HOUR_MS) return counted(Math.round(ms / MINUTE_MS), "minute");
  if (ms < 2 * DAY_MS) return counted(Math.round(ms / HOUR_MS), "hour");
  return counted(Math.round(ms / DAY_MS), "day");
}

/** The first `shown` of a list and how many more there are: "`a`, `b` and 3 more". `total` may exceed the list. */
export function listText(items: readonly string[], shown: number, total: number): string {
  const listed = items.slice(0, shown);
  const left = Math.max(total, items.length) - listed.length;
  return left > 0 ? `${listed.join(", ")} and ${numberText(left)} more` : listed.join(", ");
}
