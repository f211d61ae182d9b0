import type { Html } from "./html";
import { html } from "./html";

export interface Column {
  readonly title: string;
  /** Set to the right, in figures of one width. */
  readonly isNumber?: true;
}

type Cell = Html | string | number;

/** A table that scrolls by itself where the page is narrow, and can be reached and scrolled with the keyboard. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Html {
  const classOf = (position: number) => (columns[position]?.isNumber === true ? "number" : "text");
  return html`<div class="scrolls" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title }, position) => html`<th scope="col" class="${classOf(position)}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, position) => cellOf(cell, position, classOf(position)))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellOf(cell: Cell, position: number, className: string): Html {
  return position === 0
    ? html`<th scope="row" class="${className}">${cell}</th>`
    : html`<td class="${className}">${cell}</td>`;
}

/** What is opened when somebody wants to know more; printing shows it open. */
export function details(summary: Html | string, content: Html): Html {
  return html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}
