import { counted, utcText } from "../../../core/slack/wording";
import type { Counts } from "../gathering/counts";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { code, html, quoted } from "./html";
import { number } from "./words";

/** What was muted, what could not be read, and what failed. */
export function troublesSection({ troubles, summary }: ReportData): Html {
  const { unreadable, warnings, warningCount, errors, errorCount, refusedCalls, failedRequests } = troubles;
  const muted = Object.entries(summary.muted).sort(
    ([one, left], [other, right]) => right - left || (one < other ? -1 : 1),
  );
  return html`<section id="troubles" aria-labelledby="troubles-title">
    <h2 id="troubles-title">Muted, unread and failed</h2>
    ${part("Muted", muted.length, "No denied call was muted.", html`${muted.map(([rule, count]) => html`<li>${code(rule, 80)}: ${counted(count, "denied call")}</li>`)}`)}
    ${part("Not read or not played", summary.unreadable, "Everything was read.", html`${unreadable.map(({ origin, why }) => html`<li>${code(origin, 160)}: ${quoted(why, 300)}</li>`)}${left(summary.unreadable - unreadable.length)}`)}
    ${warningCount === 0 ? undefined : part("Read, and to be known", warningCount, "", html`${warnings.map((text) => html`<li>${quoted(text, 300)}</li>`)}${left(warningCount - warnings.length)}`)}
    ${part("Dead letters", errorCount, "No function failed.", html`${errors.map(({ at, function: name, message, eventIds }) => html`<li>${utcText(at)}, ${name}: ${quoted(message, 300)} (${counted(eventIds.length, "event")})</li>`)}${left(errorCount - errors.length)}`)}
    ${part("Calls that a function's own role does not allow", refusedCalls.total, "None.", countsOf(refusedCalls))}
    ${part("Requests that failed", failedRequests.total, "None.", countsOf(failedRequests))}
  </section>`;
}

function part(title: string, count: number, none: string, items: Html): Html {
  return html`<h3>${title}</h3>
    ${
      count === 0
        ? html`<p>${none}</p>`
        : html`<ul>
            ${items}
          </ul>`
    }`;
}

function left(count: number): Html | undefined {
  return count > 0 ? html`<li>and ${number(count)} more</li>` : undefined;
}

function countsOf(counts: Counts): Html {
  return html`${counts.top(50).map(({ name, count }) => html`<li>${code(name, 160)}: ${number(count)}</li>`)}`;
}
