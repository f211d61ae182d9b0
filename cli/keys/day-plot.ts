import { dayMs } from "../../core/profiles/profile";

/** Days from one to another, both included, drawn in at most so many columns. */
export interface Scale {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly columns: number;
}

/** A day has a column of its own where there is room for that, as everywhere below two months. */
export function scaleOf(days: Iterable<number>, mostColumns: number): Scale {
  const all = [...days];
  const firstDay = Math.min(...all);
  const lastDay = Math.max(...all);
  return { firstDay, lastDay, columns: Math.min(mostColumns, lastDay - firstDay + 1) };
}

/** A mark where at least one of the days falls into the column, a dot where none does. */
export function plotDays(days: Iterable<number>, scale: Scale): string {
  const marked = new Set([...days].map((day) => columnOf(day, scale)));
  return Array.from({ length: scale.columns }, (_, column) => (marked.has(column) ? "█" : "·")).join("");
}

/** A line from the one day to the other. */
export function plotSpan(first: number, last: number, scale: Scale): string {
  const from = columnOf(first, scale);
  const length = columnOf(last, scale) - from + 1;
  return " ".repeat(from) + (length === 1 ? "•" : `├${"─".repeat(length - 2)}┤`);
}

function columnOf(day: number, { firstDay, lastDay, columns }: Scale): number {
  const within = Math.min(Math.max(day, firstDay), lastDay) - firstDay;
  return Math.floor((within * columns) / (lastDay - firstDay + 1));
}

/** "2026-03-17" of a day of UTC since 1970. */
export function dayText(day: number): string {
  const date = new Date(day * dayMs);
  return Number.isNaN(date.getTime()) ? "?" : date.toISOString().slice(0, 10);
}
