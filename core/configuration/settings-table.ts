import type { Field, Fields } from "./object-form";
import { fullDefault } from "./project-file";
import { settings } from "./schema";

const begin = "<!-- settings: begin -->";
const end = "<!-- settings: end -->";

/** The table of docs/configuration.md: every setting and every key inside one, in the order of the schema. */
export function settingsTable(): string {
  const head = ["| key | meaning | default | allowed |", "| --- | --- | --- | --- |"];
  return [...head, ...rows(settings, "")].join("\n");
}

function rows(fields: Fields, parent: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const key = `${parent}${name}`;
    const inside = field.form.fields === undefined ? [] : rows(field.form.fields, `${key}${innerMark(field)}`);
    return [row(key, field), ...inside];
  });
}

function innerMark(field: Field<unknown>): string {
  return typeof field.form.pulumiType === "string" ? "." : "[].";
}

function row(key: string, field: Field<unknown>): string {
  return `| ${[`\`${key}\``, field.meaning, defaultWords(field), field.form.allowed].map(cell).join(" | ")} |`;
}

/** Angle brackets, bars and stars would be markup. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("*", "\\*");
}

function defaultWords(field: Field<unknown>): string {
  if (field.presence === "required") {
    return "must be written";
  }
  const value = field.presence === "default" ? JSON.stringify(fullDefault(field)) : "none";
  return field.shownDefault ?? `\`${value}\``;
}

/** `page` with the table between its two marks written anew; throws where the marks are missing. */
export function pageWithTable(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`The page needs the lines ${begin} and ${end} around its table.`);
  }
  return `${page.slice(0, from)}${begin}\n<!-- prettier-ignore-start -->\n\n${settingsTable()}\n\n<!-- prettier-ignore-end -->\n${page.slice(to)}`;
}
