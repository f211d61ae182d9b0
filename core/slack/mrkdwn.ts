/** A piece of mrkdwn as it would be shown. `text` is unescaped. */
export interface MrkdwnSpan {
  readonly kind: "text" | "bold" | "code" | "link";
  readonly text: string;
  readonly url?: string;
}

const MARKUP = /`([^`\n]+)`|<(https:\/\/[^<>|\s]+)\|([^<>|\n]+)>|\*([^*\n]+)\*/g;

function unescapeMrkdwn(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_entity, name: string) => (name === "amp" ? "&" : name === "lt" ? "<" : ">"));
}

/** Splits mrkdwn of the kind written here (code, bold, `<https://…|label>`) into spans; anything else is text. */
export function parseMrkdwn(text: string): MrkdwnSpan[] {
  const spans: MrkdwnSpan[] = [];
  let position = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > position) spans.push({ kind: "text", text: unescapeMrkdwn(text.slice(position, match.index)) });
    spans.push(spanOf(match));
    position = match.index + match[0].length;
  }
  if (position < text.length) spans.push({ kind: "text", text: unescapeMrkdwn(text.slice(position)) });
  return spans;
}

function spanOf(match: RegExpMatchArray): MrkdwnSpan {
  const [, code, url, label, bold] = match;
  if (code !== undefined) return { kind: "code", text: unescapeMrkdwn(code) };
  if (url !== undefined) return { kind: "link", text: unescapeMrkdwn(label ?? url), url: unescapeMrkdwn(url) };
  return { kind: "bold", text: unescapeMrkdwn(bold ?? "") };
}
