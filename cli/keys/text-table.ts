import { visibleText } from "../../core/slack/escape";
import { displayWidth } from "../../local/terminal/styled-text";

/** At most so many columns of a terminal, with nothing in it that a terminal would obey; what is longer ends in an ellipsis. */
export function cell(text: string, most: number): string {
  const visible = visibleText(text.slice(0, 4 * most));
  if (displayWidth(visible) <= most && text.length <= 4 * most) return visible;
  let cut = "";
  for (const character of visible) {
    if (displayWidth(cut) + displayWidth(character) > most - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

/** Rows in columns as wide as they have to be: numbers to the right, the rest to the left; the first row is the heading. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))));
  const numeric = widths.map((_, column) => rows.slice(1).every((row) => /^[\d,]*$/.test(row[column] ?? "")));
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => {
        const padding = " ".repeat((widths[column] ?? 0) - displayWidth(text));
        return numeric[column] === true ? padding + text : text + padding;
      })
      .join("  ")
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join("");
}
