import { visibleText } from "../../../core/slack/escape";

/** HTML that may be put into a page as it is. Made by `html` and its neighbours alone. */
export interface Html {
  readonly html: string;
}

type Content = Html | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = Object.freeze({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
});

/** Text of anybody's: nothing of it is markup, and nothing is hidden in it (a mark that turns the direction shows as `[U+202E]`). */
export function escapeText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A template whose values are escaped, unless they are HTML themselves; lists stand one after the other, undefined is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: parts.map((part, position) => part + textOf(values[position])).join("") };
}

function textOf(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return escapeText(String(value));
  return "html" in value ? value.html : value.map(textOf).join("");
}

/** Text of several lines, each escaped by itself. */
export function linesOfText(text: string): Html {
  return joined(
    text.split("\n").map((line) => html`${line}`),
    html`<br />`,
  );
}

export function joined(pieces: readonly Html[], between: Html): Html {
  return { html: pieces.map((piece) => piece.html).join(between.html) };
}

/** Markup that this program has made by other means than `html`, as a chart. */
export function trusted(markup: string): Html {
  return { html: markup };
}

/** A link, where the address is one of https without a name or password in it; the label alone where it is not. */
export function link(address: string, label: Html): Html {
  const url = safeAddress(address);
  return url === undefined
    ? label
    : html`<a href="${url}" rel="noopener noreferrer" referrerpolicy="no-referrer">${label}</a>`;
}

function safeAddress(address: string): string | undefined {
  if (address !== address.trim() || visibleText(address) !== address) return undefined;
  try {
    const { protocol, username, password } = new URL(address);
    return protocol === "https:" && username === "" && password === "" ? address : undefined;
  } catch {
    return undefined;
  }
}

/** Text that may be written from right to left, kept from turning what stands around it. At most so many characters. */
export function quoted(text: string, most = 120): Html {
  return html`<bdi>${shortened(text, most)}</bdi>`;
}

/** The same as code. */
export function code(text: string, most = 120): Html {
  return html`<code><bdi>${shortened(text, most)}</bdi></code>`;
}

export function shortened(text: string, most: number): string {
  const characters = [...text.slice(0, 4 * most)];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
}

/** An id that is short enough to stay on one line. */
export function identifier(text: string): Html {
  return html`<code class="id"><bdi>${shortened(text, 24)}</bdi></code>`;
}
