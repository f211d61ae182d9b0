import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { html } from "./html";
import { hoursText, number } from "./words";

/** The figures that a reader compares from report to report. */
export function figures(data: ReportData): Html {
  const { summary, messages, mails, alarms, troubles } = data;
  const muted = Object.values(summary.muted).reduce((sum, count) => sum + count, 0);
  const inAlarmMs = alarms.reduce((sum, alarm) => sum + alarm.inAlarmMs, 0);
  const shown: readonly (readonly [string, string, string?])[] = [
    ["Records played", number(summary.records + summary.events)],
    ["Denied calls and failed sign-ins", number(summary.denials)],
    ["Causes of them", number(data.causes.distinct)],
    ["Slack messages", number(messages.posts)],
    ["E-mails", number(mails.count)],
    ["Alarms that went off", number(alarms.length)],
    ["Hours in ALARM, all alarms", hoursText(inAlarmMs)],
    ["Muted", number(muted)],
    ["Dead letters", number(troubles.errorCount)],
    ["Not read", number(summary.unreadable)],
  ];
  return html`<section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">In figures</h2>
    <dl class="figures">
      ${shown.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
