import { severityWord } from "../../../core/slack/headline";
import { levels } from "../gathering/severity-of-headline";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { html } from "./html";
import { details, table } from "./table";
import { timelineChart } from "./timeline-chart";
import { atText, lengthText, number } from "./words";

/** Denied calls over time, with what came of them and the alarms below. */
export function timelineSection(data: ReportData): Html {
  const { binMs, bins } = data.timeline;
  const full = bins.filter(({ counts }) => levels.some((level) => counts[level] > 0));
  const rows = full.map(({ fromMs, counts }) => [atText(fromMs), ...levels.map((level) => number(counts[level]))]);
  const columns = [
    { title: "From" },
    ...levels.map((level) => ({ title: severityWord(level), isNumber: true as const })),
  ];
  const figure = html`<figure>
    <div
      class="chart"
      role="img"
      aria-label="Denied calls over time by severity, and below them the times of Slack messages, decisions and alarms. The same figures are in the tables."
    >
      ${timelineChart(data, "wide")}${timelineChart(data, "narrow")}
    </div>
    <figcaption>
      Denied calls and failed sign-ins per ${binMs === 60_000 ? "minute" : lengthText(binMs)}, by severity. Below:
      messages in the colour of their severity, decisions (red where <code>enforce</code> would have changed something),
      and alarms while they were in ALARM. Times are UTC.
    </figcaption>
  </figure>`;
  return html`<section id="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">Timeline</h2>
    ${bins.length === 0 ? html`<p>Nothing was played.</p>` : figure}
    ${rows.length === 0 ? html`<p>No call was denied.</p>` : details("The same figures as a table", table("Denied calls over time", columns, rows))}
  </section>`;
}
