import { cisAlarms } from "../../../core/cis-alarms";
import { severityWord } from "../../../core/slack/headline";
import { counted } from "../../../core/slack/wording";
import type { DeedOfSomebody, Suspect } from "../answer";
import type { Count } from "../gathering/counts";
import { refusedKind } from "../gathering/deeds";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { code, html, joined, quoted } from "./html";
import { wouldHaveDone } from "./would-have-done";
import { badge, clockText, lengthText, number, spanText } from "./words";

const deedsShown = 5;
const valuesShown = 3;

/** The first screen: what happened, who did it, and what Warden would have done. */
export function answerSection(data: ReportData): Html {
  const [first] = data.answer.suspects;
  const cards = first === undefined ? html`` : html`${whatHappened(first, data)}${whoDidIt(first, data)}`;
  return html`<section id="answer" aria-labelledby="headline">
    <h1 id="headline">${headline(data)}</h1>
    <p class="lead">${lead(data)}</p>
    <div class="cards">${cards}${wouldHaveDone(data)}</div>
  </section>`;
}

function headline({ answer, summary }: ReportData): Html {
  const [first] = answer.suspects;
  if (first === undefined)
    return html`${summary.records + summary.events === 0 ? "Nothing was played" : "Nothing to look at"}`;
  const severity = first.severity === undefined ? "" : `${severityWord(first.severity)}: `;
  return html`${severity}look first at ${quoted(first.name, 60)}`;
}

/** The first suspect in a sentence. */
function lead({ answer, summary, span }: ReportData): Html {
  const [first] = answer.suspects;
  const played = html`${counted(summary.records, "CloudTrail record")}${summary.events > 0 ? ` and ${counted(summary.events, "event")}` : ""}`;
  const when = span === undefined ? "" : `, ${spanText(span.firstMs, span.lastMs)}`;
  if (first === undefined)
    return html`${played}${when}: no call was denied, no alarm of the benchmark has anybody to name.`;
  const kinds = first.deeds.slice(0, valuesShown).map((deed) => html`${deedWords(deed)}`);
  const more = first.deeds.length - kinds.length;
  const list = html`${joined(kinds, html`, `)}${more > 0 ? ` and ${counted(more, "other thing")}` : ""}`;
  return html`Of ${played}${when}, ${quoted(first.name, 60)} made ${number(first.records)}${namesText(first)}: ${list}.`;
}

function namesText({ otherNames }: Suspect): string {
  return otherNames.length === 0
    ? ""
    : ` (those of ${counted(otherNames.length, "role")} assumed under this name among them)`;
}

/** "17 changes to CloudTrail", "60 refused calls" */
function deedWords({ kind, count, failed }: DeedOfSomebody): string {
  if (kind === refusedKind) return counted(count, "refused call");
  const title = titleOf(kind);
  const [change = "", ...rest] = title.split(" ");
  if (change !== "Changes") return `${title} (${number(count)})`;
  return `${counted(count, failed === count ? "failed change" : "change")} ${rest.join(" ")}`;
}

function titleOf(kind: string): string {
  return kind === refusedKind ? "Refused calls" : (cisAlarms.find(({ id }) => id === kind)?.title ?? kind);
}

function whatHappened({ deeds }: Suspect, { span }: ReportData): Html {
  const shown = deeds.slice(0, deedsShown);
  const more = deeds.length - shown.length;
  return html`<section class="card" aria-labelledby="what-happened">
    <h2 id="what-happened">What happened</h2>
    <ul class="deeds">
      ${shown.map((deed) => html`<li>${deedLine(deed, span)}</li>`)}
    </ul>
    ${more > 0 ? html`<p><a href="#callers">and ${counted(more, "other thing")}</a></p>` : undefined}
  </section>`;
}

/** One kind of thing in two lines: how severe and how often, then which calls. */
export function deedLine(deed: DeedOfSomebody, span: ReportData["span"]): Html {
  const { kind, severity, count, failed, actions } = deed;
  const notDone =
    kind === refusedKind || failed === 0 ? "" : `, ${failed === count ? "none" : number(count - failed)} successful`;
  return html`${badge(severity)} <b>${titleOf(kind)}</b>: ${counted(count, "call")}${notDone}<br />
    <span class="muted">${valuesText(actions.top(), actions.others)} · ${clockText(deed, span)}</span>`;
}

function valuesText(counts: readonly Count[], others: number): Html {
  const shown = counts.slice(0, valuesShown).map(({ name, count }) => html`${code(name, 60)} ${number(count)}×`);
  const more = counts.length - shown.length;
  const rest = more > 0 || others > 0 ? ` and ${counted(more, "other")}${others > 0 ? " or more" : ""}` : "";
  return html`${joined(shown, html`, `)}${rest}`;
}

function whoDidIt(suspect: Suspect, { summary, span }: ReportData): Html {
  const { name, account, records, otherNames, keyIds, addresses, tools, firstMs, lastMs } = suspect;
  const longTerm = keyIds.filter((key) => key.name.startsWith("AKIA"));
  const rows: readonly (readonly [string, Html | undefined])[] = [
    ["Caller", html`<b>${quoted(name, 80)}</b>`],
    ["Account", code(account)],
    ["Also as", names(otherNames)],
    ["Long-term keys", keyEndings(longTerm)],
    ["From", names(addresses)],
    ["With", names(tools)],
    ["Seen", html`${clockText(suspect, span)} (${lengthText(lastMs - firstMs)})`],
    ["Records", html`${number(records)} of ${number(summary.records)}`],
  ];
  return html`<section class="card" aria-labelledby="who-did-it">
    <h2 id="who-did-it">Who did it</h2>
    <dl>
      ${rows.map(([term, value]) =>
        value === undefined
          ? undefined
          : html`<dt>${term}</dt>
              <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}

function names(counts: readonly Count[]): Html | undefined {
  if (counts.length === 0) return undefined;
  const shown = counts
    .slice(0, valuesShown)
    .map(({ name, count }) => html`${quoted(name, 44)} <span class="muted">${number(count)}×</span>`);
  const more = counts.length - shown.length;
  return html`${joined(shown, html`, `)}${more > 0 ? ` and ${number(more)} more` : ""}`;
}

function keyEndings(keys: readonly Count[]): Html | undefined {
  if (keys.length === 0) return undefined;
  const shown = keys.slice(0, valuesShown).map(({ name }) => html`ending ${code(name.slice(-4))}`);
  const more = keys.length - shown.length;
  return html`${joined(shown, html`, `)}${more > 0 ? ` and ${number(more)} more` : ""}`;
}
