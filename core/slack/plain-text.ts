import { visibleText } from "./escape";
import type { SlackBlock, SlackMessage } from "./message";
import { parseMrkdwn } from "./mrkdwn";
import type { MrkdwnSpan } from "./mrkdwn";

/** Mail programs make a link of whatever looks like one, code or not; what callers wrote must not become one. */
function withoutLiveLinks(text: string): string {
  return text.replaceAll("://", "[:]//").replace(/\bwww\./gi, "www[.]");
}

function spanText(span: MrkdwnSpan): string {
  if (span.kind === "link") return `${visibleText(span.text)}: ${visibleText(span.url ?? "")}`;
  return withoutLiveLinks(visibleText(span.text));
}

function mrkdwnText(text: string): string {
  return text
    .split("\n")
    .map((line) => parseMrkdwn(line).map(spanText).join(""))
    .join("\n");
}

/** `*Who*` and the lines below it on one line: a mail has no columns. */
function fieldText(text: string): string {
  const [label, ...lines] = mrkdwnText(text).split("\n");
  return lines.length === 0 ? (label ?? "") : `${label ?? ""}: ${lines.join("; ")}`;
}

function blockText(block: SlackBlock): string {
  switch (block.type) {
    case "header":
      return withoutLiveLinks(visibleText(block.text.text));
    case "section":
      return [
        ...(block.text === undefined ? [] : [mrkdwnText(block.text.text)]),
        ...(block.fields ?? []).map((field) => fieldText(field.text)),
      ].join("\n");
    case "context":
      return block.elements.map((element) => mrkdwnText(element.text)).join("\n");
    case "divider":
      return "---";
    case "actions":
      // Nothing can be pressed in a mail.
      return "";
  }
}

/** A Slack message as plain text for e-mail and logs: blocks apart by an empty line, markup gone, links as "label: address". */
export function plainTextOf(message: SlackMessage): string {
  if (message.blocks.length === 0) return mrkdwnText(message.text);
  return message.blocks
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n\n");
}
