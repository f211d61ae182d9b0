import type { Comparison } from "../comparison";
import type { ReportData } from "../report-data";
import { actionsSection } from "./actions-section";
import { alarmsSection } from "./alarms-section";
import { answerSection } from "./answer-section";
import { callersSection } from "./callers-section";
import { causesSection } from "./causes-section";
import { comparisonSection } from "./comparison-section";
import { daysSection } from "./days-section";
import { figures } from "./figures";
import type { Html } from "./html";
import { html, trusted } from "./html";
import { keysSection } from "./keys-section";
import { runSection } from "./run-section";
import { style } from "./style";
import { timelineSection } from "./timeline-section";
import { mailsSection, messagesSection } from "./told-sections";
import { troublesSection } from "./troubles-section";
import { spanText } from "./words";

/** Nothing is loaded, run, framed or sent, whatever stands in the page: https://www.w3.org/TR/CSP3/ */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The report as one page that needs nothing but itself. The same data gives the same text. */
export function reportPage(data: ReportData, comparison?: Comparison): string {
  const parts = [
    ["comparison", "Two configurations", comparison === undefined ? undefined : comparisonSection(comparison)],
    ["timeline", "Timeline", timelineSection(data)],
    ["callers", "Callers", callersSection(data)],
    ["actions", "Would-be actions", actionsSection(data)],
    ["causes", "Top causes", causesSection(data)],
    ["alarms", "Hours in ALARM", alarmsSection(data)],
    ["days", "Alerts per day", daysSection(data)],
    ["keys", "Keys", keysSection(data)],
    ["messages", "Slack messages", messagesSection(data)],
    ["mails", "E-mails", mailsSection(data)],
    ["troubles", "Muted, unread, failed", troublesSection(data)],
    ["run", "How this was made", runSection(data)],
  ] as const;
  const there = parts.filter(([, , section]) => section !== undefined);
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${titleOf(data)}</title>
      <style>
        ${trusted(style)}
      </style>
    </head>
    <body>
      <a class="skip" href="#answer">Skip to the answer</a>
      <header>
        <p class="brand"><b>API Warden</b> report</p>
        <p class="muted">${playedText(data)}</p>
      </header>
      <main>
        ${answerSection(data)} ${figures(data)}
        <nav aria-label="Sections">
          <ul>
            ${there.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        ${there.map(([, , section]): Html => section ?? html``)}
      </main>
      <footer>
        <p class="muted">
          Texts of callers (names, agents, error messages) are as CloudTrail has them, with what is invisible made
          visible. Nothing on this page is loaded from elsewhere.
        </p>
      </footer>
    </body>
  </html>`;
  return `<!doctype html>\n${page.html}\n`;
}

function playedText({ run, span }: ReportData): string {
  const what =
    run.paths.length === 0
      ? "the bundled day"
      : run.paths.length === 1
        ? run.paths.join("")
        : `${run.paths.length} paths`;
  return `${what}${span === undefined ? "" : ` · ${spanText(span.firstMs, span.lastMs)}`}`;
}

function titleOf(data: ReportData): string {
  const [first] = data.answer.suspects;
  return `API Warden report${first === undefined ? "" : `: ${first.name.slice(0, 80)}`}`;
}
