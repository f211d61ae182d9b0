import { UsageError } from "./usage-error";

/** What is played of a history: from `sinceMs` on, before `untilMs`. Infinite where nothing limits it. */
export interface PlaySpan {
  readonly sinceMs: number;
  readonly untilMs: number;
}

const dateOrTime =
  /^(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** What `--since` and `--until` say. Throws a UsageError that names the option, what was found and what was expected. */
export function playSpanOf(since: string | undefined, until: string | undefined): PlaySpan {
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : timeOf("--since", since);
  const untilMs = until === undefined ? Number.POSITIVE_INFINITY : timeOf("--until", until);
  if (sinceMs >= untilMs) {
    throw new UsageError(
      `--since ${JSON.stringify(since)} is not before --until ${JSON.stringify(until)}: nothing would be played; expected an earlier --since or a later --until`,
    );
  }
  return { sinceMs, untilMs };
}

/** A date is its midnight in UTC. A time needs its zone: it would be another one on each machine. */
function timeOf(option: string, text: string): number {
  const [, date] = dateOrTime.exec(text) ?? [];
  if (date === undefined || !isOfCalendar(date)) {
    throw new UsageError(
      `${option} ${JSON.stringify(text)} is not an ISO 8601 time; expected a date, as 2026-03-17, or a date and time with its zone, as 2026-03-17T10:00:00Z`,
    );
  }
  return Date.parse(text);
}

/** Engines make a day in March of 30 February. */
function isOfCalendar(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(date);
}
