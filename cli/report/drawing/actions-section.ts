import { counted } from "../../../core/slack/wording";
import type { ReportData } from "../report-data";
import type { WouldBeAction } from "../would-be-actions";
import { actionOn, enforcedText, outcomeText } from "./action-phrases";
import type { Html } from "./html";
import { html, identifier } from "./html";
import { table } from "./table";
import { number, timeOf } from "./words";

const columns = [
  { title: "Action" },
  { title: "With the modes of this run" },
  { title: "With enforce" },
  { title: "Deployed Warden would refuse: account not listed" },
  { title: "Account" },
  { title: "Decided", isNumber: true as const },
  { title: "First" },
];

/** What was decided on each subject, and what `enforce` would have come to. */
export function actionsSection({ actions, actionsLeft }: ReportData): Html {
  const intro = html`<p>
    Each row is one subject. Where several decisions were made on it, the one that changes most counts. A replay acts in
    the account that most records are of, or in all with <code>--accounts seen</code>; the deployed Warden acts in the
    accounts of <code>api-warden:accounts</code> alone.
  </p>`;
  return html`<section id="actions" aria-labelledby="actions-title">
    <h2 id="actions-title">Would-be actions</h2>
    ${actions.length === 0 ? html`<p>Nothing came up that an action is for.</p>` : html`${intro}${table("Decisions by subject", columns, actions.map(rowOf))}`}
    ${actionsLeft > 0 ? html`<p>And ${counted(actionsLeft, "other subject")}.</p>` : undefined}
  </section>`;
}

function rowOf(action: WouldBeAction): Html[] {
  const { account, isRefusedWhenDeployed, count, firstMs, asRun } = action;
  return [
    actionOn(action),
    outcomeText(asRun),
    enforcedText(action),
    isRefusedWhenDeployed ? html`<b>Yes</b>` : html`${account === undefined ? "Unknown" : "No"}`,
    account === undefined ? html`unknown` : identifier(account),
    html`${number(count)}`,
    timeOf(firstMs),
  ];
}
