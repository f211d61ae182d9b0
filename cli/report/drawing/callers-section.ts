import { counted } from "../../../core/slack/wording";
import type { Suspect } from "../answer";
import type { ReportData } from "../report-data";
import { deedLine } from "./answer-section";
import type { Html } from "./html";
import { code, html, identifier, quoted } from "./html";
import { details, table } from "./table";
import { badge, number, spanText } from "./words";

const deedsShown = 20;
const valuesShown = 12;

/** Everybody whom messages and alarms tell of, with what they did. */
export function callersSection({ answer, span }: ReportData): Html {
  const { suspects, others } = answer;
  const rows = suspects.map((suspect) => [
    html`${quoted(suspect.name, 60)}`,
    badge(suspect.severity),
    identifier(suspect.account),
    number(suspect.deeds.reduce((sum, { count }) => sum + count, 0)),
    number(suspect.messages),
    number(suspect.records),
    spanText(suspect.firstMs, suspect.lastMs),
  ]);
  const columns = [
    { title: "Caller" },
    { title: "Severity" },
    { title: "Account" },
    { title: "Calls to look at", isNumber: true as const },
    { title: "Messages", isNumber: true as const },
    { title: "Records", isNumber: true as const },
    { title: "Seen" },
  ];
  const body = html`<p>Roles and federated users count under the name that assumed them, where the records tell it.</p>
    ${table("Callers, most severe first", columns, rows)}
    ${others > 0 ? html`<p>And ${counted(others, "other caller")}.</p>` : undefined}
    ${suspects.map((suspect) => callerDetails(suspect, span))}`;
  return html`<section id="callers" aria-labelledby="callers-title">
    <h2 id="callers-title">Callers</h2>
    ${rows.length === 0 ? html`<p>Nobody was refused, and no alarm of the benchmark has anybody to name.</p>` : body}
  </section>`;
}

function callerDetails(suspect: Suspect, span: ReportData["span"]): Html {
  const { name, deeds, addresses, otherNames, tools } = suspect;
  const list = (title: string, counts: Suspect["addresses"]) =>
    counts.length === 0
      ? undefined
      : html`<p>
          ${title}:
          ${counts.slice(0, valuesShown).map((one) => html`${code(one.name, 80)} ${number(one.count)}× `)}${counts.length > valuesShown ? `and ${number(counts.length - valuesShown)} more` : ""}
        </p>`;
  const body = html`<ul class="deeds">
      ${deeds.slice(0, deedsShown).map((deed) => html`<li>${deedLine(deed, span)}${deed.reason === "" ? "" : html`<br /><span class="muted">${deed.reason}</span>`}</li>`)}
    </ul>
    ${list("Addresses", addresses)}${list("Other names", otherNames)}${list("Tools", tools)}`;
  return details(html`What ${quoted(name, 60)} did`, body);
}
