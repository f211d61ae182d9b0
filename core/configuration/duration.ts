import { text } from "./form";
import type { Form } from "./form";

const secondsPerUnit: Readonly<Record<string, number>> = Object.freeze({ s: 1, m: 60, h: 3600, d: 86400 });

/** Seconds of a duration such as `30s`, `15m`, `1h` or `90d`; undefined where the text is none. */
export function secondsOfDuration(duration: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(duration) ?? [];
  const secondsEach = unit === undefined ? undefined : secondsPerUnit[unit];
  return count === undefined || secondsEach === undefined ? undefined : Number(count) * secondsEach;
}

/** A duration between two others, both included. */
export function duration(shortest: string, longest: string): Form<string> {
  const least = secondsOfDuration(shortest) ?? 1;
  const most = secondsOfDuration(longest) ?? Infinity;
  return text(`a duration from ${shortest} to ${longest}, such as 30s, 15m, 1h or 1d`, (value) => {
    const seconds = secondsOfDuration(value);
    return seconds !== undefined && seconds >= least && seconds <= most;
  });
}

/** Seconds of a duration that its form has let through. */
export function secondsOf(checkedDuration: string): number {
  return secondsOfDuration(checkedDuration) ?? 0;
}
