import type { ComparedAction, ComparedFigure, Comparison } from "../comparison";
import { thatDiffer } from "../comparison";
import { actionOn, outcomeText } from "./action-phrases";
import type { Html } from "./html";
import { code, html } from "./html";
import { table } from "./table";
import { headlineOf, hoursText, number } from "./words";

/** What another configuration would have made of the same history. */
export function comparisonSection(comparison: Comparison): Html {
  const { baseFile, otherFile, figures, alarms, muted, actions, onlyBase, onlyOther } = comparison;
  const columns = [
    { title: "" },
    { title: `${baseFile} (this page)`, isNumber: true as const },
    { title: otherFile, isNumber: true as const },
    { title: "Difference", isNumber: true as const },
  ];
  const [alarmRows, mutedRows] = [thatDiffer(alarms), thatDiffer(muted)];
  return html`<section id="comparison" aria-labelledby="comparison-title">
    <h2 id="comparison-title">Two configurations</h2>
    <p>
      The same history with ${code(baseFile, 160)}, which the rest of this page is about, and with
      ${code(otherFile, 160)}.
    </p>
    ${table(
      "Figures of both",
      withTitle(columns, "Figure"),
      figures.map((row) => rowOf(row, number)),
    )}
    ${actions.length === 0 ? html`<p>Both decide alike on every subject.</p>` : table("Subjects that are decided on differently", [{ title: "Action" }, { title: baseFile }, { title: otherFile }], actions.map(actionRow))}
    ${
      alarmRows.length === 0
        ? html`<p>Every alarm is in ALARM for the same time.</p>`
        : table(
            "Hours in ALARM that differ",
            withTitle(columns, "Alarm"),
            alarmRows.map((row) => rowOf(row, hoursText)),
          )
    }
    ${
      mutedRows.length === 0
        ? undefined
        : table(
            "Denied calls muted, where that differs",
            withTitle(columns, "Rule"),
            mutedRows.map((row) => rowOf(row, number)),
          )
    }
    ${headlines(`Messages only with ${baseFile}`, onlyBase)}${headlines(`Messages only with ${otherFile}`, onlyOther)}
  </section>`;
}

type Columns = Parameters<typeof table>[1];

function withTitle([, ...rest]: Columns, title: string): Columns {
  return [{ title }, ...rest];
}

function rowOf({ name, base, other }: ComparedFigure, text: (value: number) => string): (Html | string)[] {
  const difference = other - base;
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  return [html`${name}`, text(base), text(other), `${sign}${text(Math.abs(difference))}`];
}

function actionRow({ action, subject, base, other }: ComparedAction): Html[] {
  const outcome = (one: ComparedAction["base"]) => (one === undefined ? html`Nothing decided` : outcomeText(one.asRun));
  return [actionOn({ action, subject }), outcome(base), outcome(other)];
}

function headlines(title: string, lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<h3>${title}</h3>
    <ul>
      ${lines.map((line) => html`<li>${headlineOf(line)}</li>`)}
    </ul>`;
}
