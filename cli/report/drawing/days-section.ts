import { severityWord } from "../../../core/slack/headline";
import { levels } from "../gathering/severity-of-headline";
import type { ReportData } from "../report-data";
import { daysChart } from "./days-chart";
import type { Html } from "./html";
import { html } from "./html";
import { table } from "./table";
import { number } from "./words";

const numeric = (title: string) => ({ title, isNumber: true as const });
const columns = [
  { title: "Day (UTC)" },
  ...[...levels].reverse().map((level) => numeric(severityWord(level))),
  numeric("Digests"),
  numeric("Messages in all"),
  numeric("E-mails"),
  numeric("Alarms gone off"),
];

/** Days whose figures a table shows; a chart has them all. */
const mostRows = 366;

/** How many alerts each day would have brought. */
export function daysSection({ days }: ReportData): Html {
  const rows = days
    .slice(0, mostRows)
    .map(({ day, posts, mails, alarms }) => [
      html`<time datetime="${day}">${day}</time>`,
      ...[...levels].reverse().map((level) => number(posts[level])),
      number(posts.none),
      number(Object.values(posts).reduce((sum, count) => sum + count, 0)),
      number(mails),
      number(alarms),
    ]);
  const figure = html`<figure>
    <div
      class="chart"
      role="img"
      aria-label="Slack messages per day by severity. The same figures are in the table below."
    >
      ${daysChart(days, "wide")}${daysChart(days, "narrow")}
    </div>
    <figcaption>Slack messages per day, by severity.</figcaption>
  </figure>`;
  return html`<section id="days" aria-labelledby="days-title">
    <h2 id="days-title">Alerts per day</h2>
    ${days.length > 1 ? figure : undefined}
    ${rows.length === 0 ? html`<p>No alert.</p>` : table("Alerts per day", columns, rows)}
    ${days.length > mostRows ? html`<p>And ${number(days.length - mostRows)} more days.</p>` : undefined}
  </section>`;
}
