import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { code, html, joined } from "./html";
import { number, spanText } from "./words";

const valuesShown = 20;

/** What was played and how, so that the same page can be made again. */
export function runSection({ run, span, accounts, regions, summary }: ReportData): Html {
  const modes = Object.entries(run.modes).map(([action, mode]) => html`${action}: ${code(mode)}`);
  const places = (counts: ReportData["accounts"]) =>
    joined(
      counts.slice(0, valuesShown).map(({ name, count }) => html`${code(name, 40)} ${number(count)}`),
      html`, `,
    );
  const rows: readonly (readonly [string, Html])[] = [
    [
      "Played",
      run.paths.length === 0
        ? html`the bundled day`
        : joined(
            run.paths.map((path) => code(path, 200)),
            html`, `,
          ),
    ],
    ["Covers", html`${span === undefined ? "nothing" : spanText(span.firstMs, span.lastMs)}`],
    ["Stack file", code(run.stackFile, 200)],
    ["Modes", joined(modes, html`, `)],
    ["Acts in", html`${run.allAccounts ? "every account that is seen" : "the account that most records are of"}`],
    ["Slack", html`${run.slack ? "on" : "off"}`],
    ["Records by account", html`${places(accounts)}${accounts.length > valuesShown ? " and more" : ""}`],
    ["Records by region", html`${places(regions)}${regions.length > valuesShown ? " and more" : ""}`],
    [
      "Ticks of schedules",
      html`${number(summary.ticks.run)} run, ${number(summary.ticks.skipped)} skipped because nothing was due`,
    ],
  ];
  return html`<section id="run" aria-labelledby="run-title">
    <h2 id="run-title">How this was made</h2>
    <p>
      The records were played through the very functions that <code>pulumi up</code> deploys, in their uploaded form.
      Nothing outside this machine was asked or changed. The same input gives the same page.
    </p>
    <dl>
      ${rows.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}
