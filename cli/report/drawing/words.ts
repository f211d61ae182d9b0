import { counted, numberText, timeMs, utcText } from "../../../core/slack/wording";
import type { SeverityLevel } from "../../../core/denials/severity";
import { severityWord } from "../../../core/slack/headline";
import type { Html } from "./html";
import type { Span } from "../gathering/counts";
import { severityOfHeadline } from "../gathering/severity-of-headline";
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

/** "12:04 to 12:28" where everything on the page is of one day of UTC, with the day where it is not. */
export function clockText({ firstMs, lastMs }: Span, whole: Span | undefined): string {
  const isOneDay = whole !== undefined && atText(whole.firstMs).slice(0, 10) === atText(whole.lastMs).slice(0, 10);
  const [first, last] = [firstMs, lastMs].map((ms) => (isOneDay ? atText(ms).slice(11, 16) : atText(ms).slice(0, 16)));
  return first === last ? `${first ?? ""} UTC` : `${first ?? ""} to ${last ?? ""} UTC`;
}

/** A first line of a message: its circle is drawn, because not every machine has a picture for it. */
export function headlineOf(headline: string): Html {
  const level = severityOfHeadline(headline);
  if (level === undefined) return html`<bdi>${headline}</bdi>`;
  return html`<span class="dot ${level}" aria-hidden="true"></span
    ><bdi>${headline.slice(headline.indexOf(" ") + 1)}</bdi>`;
}
