import type { ReportData } from "../report-data";
import { alarmTitle } from "./alarm-title";
import type { Html } from "./html";
import { code, html } from "./html";
import { table } from "./table";
import { hoursText, number, timeOf } from "./words";

const columns = [
  { title: "Alarm" },
  { title: "Looks for" },
  { title: "Hours in ALARM", isNumber: true as const },
  { title: "Share of the time", isNumber: true as const },
  { title: "Went off", isNumber: true as const },
  { title: "First" },
  { title: "At the end" },
];

/** How long each alarm was in ALARM: while it is, it tells of nothing new. */
export function alarmsSection({ alarms, span, endMs }: ReportData): Html {
  const wholeMs = span === undefined ? 0 : endMs - span.firstMs;
  const rows = alarms.map(({ alarm, stretches, times, inAlarmMs, isOn }) => [
    code(alarm, 80),
    html`${alarmTitle(alarm) ?? ""}`,
    hoursText(inAlarmMs),
    wholeMs > 0 ? `${Math.round((inAlarmMs / wholeMs) * 100)} %` : "",
    number(times),
    stretches[0] === undefined ? "" : timeOf(stretches[0].fromMs),
    isOn ? html`<b>ALARM</b>` : "OK",
  ]);
  return html`<section id="alarms" aria-labelledby="alarms-title">
    <h2 id="alarms-title">Hours in ALARM</h2>
    <p>
      An alarm that stays in ALARM sends nothing more, however much goes on meanwhile: one that is there all day is no
      pager.
    </p>
    ${rows.length === 0 ? html`<p>No alarm went off.</p>` : table("Alarms, longest in ALARM first", columns, rows)}
  </section>`;
}
