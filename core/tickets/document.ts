import { inertForJira } from "./inert";

/**
 * As much of Jira's document format as is written here: no link, no mention, no media. What is text stays text.
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export interface JiraDocument {
  readonly version: 1;
  readonly type: "doc";
  readonly content: readonly JiraBlock[];
}

export type JiraBlock =
  | { readonly type: "paragraph"; readonly content: readonly JiraText[] }
  | { readonly type: "heading"; readonly attrs: { readonly level: 3 }; readonly content: readonly JiraText[] }
  | { readonly type: "bulletList"; readonly content: readonly JiraListItem[] };

export interface JiraListItem {
  readonly type: "listItem";
  readonly content: readonly { readonly type: "paragraph"; readonly content: readonly JiraText[] }[];
}

export interface JiraText {
  readonly type: "text";
  readonly text: string;
  readonly marks?: readonly { readonly type: "code" | "strong" }[];
}

/** A heading and the lines below it. */
export interface DocumentPart {
  readonly heading?: string;
  /** Own sentences; names of others stand in backticks and may be hostile. */
  readonly lines: readonly string[];
}

/** Jira takes bodies of 32,767 characters, in which markup counts. */
const mostLines = 40;
const longestLine = 500;

/** The parts as a document. Each line alone is a paragraph, several are a list; parts without lines are left out. */
export function jiraDocument(parts: readonly DocumentPart[]): JiraDocument {
  const content = parts.filter(({ lines }) => lines.length > 0).flatMap(blocksOf);
  return { version: 1, type: "doc", content: content.length > 0 ? content : [paragraph("Nothing is known.")] };
}

function blocksOf({ heading, lines }: DocumentPart): JiraBlock[] {
  const shown = lines.slice(0, mostLines);
  const left = lines.length - shown.length;
  const all = left > 0 ? [...shown, `and ${left} more line${left === 1 ? "" : "s"}`] : shown;
  const body: JiraBlock =
    all.length === 1
      ? paragraph(all[0] ?? "")
      : { type: "bulletList", content: all.map((line) => ({ type: "listItem", content: [paragraph(line)] })) };
  if (heading === undefined) return [body];
  return [{ type: "heading", attrs: { level: 3 }, content: textsOf(heading) }, body];
}

function paragraph(line: string): { readonly type: "paragraph"; readonly content: readonly JiraText[] } {
  return { type: "paragraph", content: textsOf(line) };
}

/** A sentence that may quote names in backticks: these become code, and all of it is inert. Empty text is not allowed. */
function textsOf(sentence: string): JiraText[] {
  const parts = inertForJira(sentence, longestLine).split("`");
  const texts = parts.flatMap((part, index): JiraText[] => {
    if (part === "") return [];
    const isQuoted = index % 2 === 1 && index < parts.length - 1;
    return [{ type: "text", text: part, ...(isQuoted ? { marks: [{ type: "code" }] } : {}) }];
  });
  return texts.length > 0 ? texts : [{ type: "text", text: "(empty)" }];
}
