import { counted, numberText, timeMs, utcText } from "../../../core/slack/wording";
import type { SeverityLevel } from "../../../core/denials/severity";
import { severityWord } from "../../../core/slack/headline";
import type { Html } from "./html";
import { html } from "./html";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** "2026-01-31 10:00:00 UTC" */
export function atText(ms: number): string {
  return Number.isFinite(ms) ? utcText(new Date(ms).toISOString()) : "time unknown";
}

export function timeOf(ms: number): Html {
  if (!Number.isFinite(ms) || timeMs(new Date(ms).toISOString()) === undefined) return html`time unknown`;
  return html`<time datetime="${new Date(ms).toISOString()}">${atText(ms)}</time>`;
}

/** The time of day alone where both are of one day: "11:42:18 to 12:37:50 UTC on 2023-07-10". */
export function spanText(firstMs: number, lastMs: number): string {
  const [first, last] = [atText(firstMs), atText(lastMs)];
  if (first === last) return first;
  if (first.slice(0, 10) !== last.slice(0, 10)) return `${first} to ${last}`;
  return `${first.slice(0, 10)}, ${first.slice(11, 19)} to ${last.slice(11)}`;
}

/** "55 minutes", "2.5 hours", "3.1 days". */
export function lengthText(ms: number): string {
  if (ms < minuteMs) return counted(Math.max(0, Math.round(ms / 1000)), "second");
  if (ms < 2 * hourMs) return counted(Math.round(ms / minuteMs), "minute");
  if (ms < 48 * hourMs) return `${(ms / hourMs).toFixed(1)} hours`;
  return `${(ms / (24 * hourMs)).toFixed(1)} days`;
}

/** Hours with one digit behind the point that matters: "0.4", "12.0". */
export function hoursText(ms: number): string {
  const hours = ms / hourMs;
  return hours > 0 && hours < 0.1 ? hours.toFixed(2) : hours.toFixed(1);
}

/** "1,234" */
export function number(value: number): string {
  return numberText(value);
}

/** A word in its colour: the word carries the meaning. */
export function badge(level: SeverityLevel | undefined): Html {
  return level === undefined
    ? html`<span class="badge none">not rated</span>`
    : html`<span class="badge ${level}">${severityWord(level)}</span>`;
}
