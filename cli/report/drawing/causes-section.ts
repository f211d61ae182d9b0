import { counted } from "../../../core/slack/wording";
import { principalWords } from "../../../core/slack/principal-words";
import type { Cause } from "../gathering/causes";
import type { ReportData } from "../report-data";
import type { Html } from "./html";
import { code, html, identifier, quoted } from "./html";
import { table } from "./table";
import { badge, number, spanText } from "./words";

/** What was refused most. */
export function causesSection({ causes, summary }: ReportData): Html {
  const { top, distinct, others } = causes;
  const most = Math.max(1, ...top.map(({ count }) => count));
  const columns = [
    { title: "What" },
    { title: "Calls", isNumber: true as const },
    { title: "Share" },
    { title: "Who" },
    { title: "Code" },
    { title: "Account" },
    { title: "From" },
    { title: "When" },
    { title: "Severity" },
  ];
  const left = distinct - top.length;
  const rest = others > 0 ? `, and ${counted(others, "call")} of causes beyond counting` : "";
  return html`<section id="causes" aria-labelledby="causes-title">
    <h2 id="causes-title">Top causes of denied calls</h2>
    <p>
      ${counted(summary.denials, "denied call or failed sign-in", "denied calls and failed sign-ins")} of
      ${counted(distinct, "cause")}. A cause is account, principal, service, action, code and kind of policy.
    </p>
    ${
      top.length === 0
        ? undefined
        : table(
            "Causes, most calls first",
            columns,
            top.map((cause) => rowOf(cause, most)),
          )
    }
    ${left > 0 ? html`<p>And ${counted(left, "other cause")}${rest}.</p>` : undefined}
  </section>`;
}

function rowOf({ sample, severity, count, addresses, firstMs, lastMs }: Cause, most: number): Html[] {
  const [first] = addresses.top(1);
  const more = addresses.distinct - 1;
  return [
    html`${code(`${sample.service}:${sample.action}`, 80)}`,
    html`${number(count)}`,
    html`<span
      class="bar ${severity.level}"
      style="width:${Math.max(2, Math.round((count / most) * 100))}%"
      aria-hidden="true"
    ></span>`,
    quoted(
      principalWords(sample.principal, (text) => text, 80),
      80,
    ),
    code(sample.code, 60),
    identifier(sample.account),
    html`${first === undefined ? "" : code(first.name, 45)}${more > 0 ? ` and ${number(more)} more` : ""}`,
    html`${spanText(firstMs, lastMs)}`,
    html`${badge(severity.level)} <span class="muted">${severity.reason}</span>`,
  ];
}
