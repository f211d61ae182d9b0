const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const pair = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const fixedForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const otherForms = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 time, undefined where the text is none. CloudTrail writes `2026-03-17T13:40:05Z`
 * (always UTC); GuardDuty and EventBridge add fractions of a second. A time without zone counts as UTC.
 */
export function parseEventTime(text: string): number | undefined {
  if (!fixedForm.test(text)) return parseOtherForm(text);
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = midnightOf(text.slice(0, 10));
  return midnight === undefined ? undefined : midnight + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Records come day by day. */
const lastDay: { date: string; midnightMs: number | undefined } = { date: "", midnightMs: undefined };

function midnightOf(date: string): number | undefined {
  if (date === lastDay.date) return lastDay.midnightMs;
  const midnightMs = Date.UTC(pair(date, 0) * 100 + pair(date, 2), pair(date, 5) - 1, pair(date, 8));
  // Date.UTC rolls a 30th of February over into March, and the years 0 to 99 over into the 1900s.
  const isDate = new Date(midnightMs).toISOString().startsWith(date);
  lastDay.date = date;
  lastDay.midnightMs = isDate ? midnightMs : undefined;
  return lastDay.midnightMs;
}

function parseOtherForm(text: string): number | undefined {
  const match = otherForms.exec(text);
  if (match === null) return undefined;
  const atMs = Date.parse(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** The value as a message may show it: a text in quotes, anything else with its kind; at most 60 characters of it. */
export function described(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const json = JSON.stringify(value).replace(/\p{C}+/gu, " ");
  const text = json.length > 60 ? `${json.slice(0, 60)}…` : json;
  return typeof value === "string" ? text : `${text} (a ${typeof value})`;
}
