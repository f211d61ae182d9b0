/** One row: for each column its lines, which the reader sees one under the other. */
export type TextRow = readonly (readonly string[])[];

const gap = "  ";

/**
 * A table of plain text, to be read in a typeface of any width as well as it goes: the columns but the last are padded to
 * their widest line, and rows are a blank line apart.
 */
export function textTable(headings: readonly string[], rows: readonly TextRow[]): string {
  const all: readonly TextRow[] = [headings.map((heading) => [heading]), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.flatMap((row) => (row[column] ?? []).map(lengthOf))));
  return all.map((row) => rowText(row, widths)).join("\n\n");
}

function rowText(row: TextRow, widths: readonly number[]): string {
  const height = Math.max(...row.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, column) => {
        const text = row[column]?.[line] ?? "";
        return text + " ".repeat(width - lengthOf(text));
      })
      .join(gap)
      .trimEnd(),
  ).join("\n");
}

function lengthOf(text: string): number {
  return [...text].length;
}
