import { withoutAddresses } from "../mail/inert-text";
import { visibleText } from "./escape";
import type { SlackBlock, SlackMessage } from "./message";
import { parseMrkdwn } from "./mrkdwn";

/**
 * Mail programs make a link of whatever reads as an address, code or not. Only our own links may become one; what stands
 * between two of them is looked at as a whole, for an address may be in two spans.
 */
function lineText(line: string): string {
  let text = "";
  let inert = "";
  for (const span of parseMrkdwn(line)) {
    inert += visibleText(span.text);
    if (span.url === undefined) continue;
    text += `${withoutAddresses(inert)}: ${visibleText(span.url)}`;
    inert = "";
  }
  return text + withoutAddresses(inert);
}

function mrkdwnText(text: string): string {
  return text.split("\n").map(lineText).join("\n");
}

/** `*Who*` and the lines below it on one line: a mail has no columns. */
function fieldText(text: string): string {
  const [label, ...lines] = mrkdwnText(text).split("\n");
  return lines.length === 0 ? (label ?? "") : `${label ?? ""}: ${lines.join("; ")}`;
}

function blockText(block: SlackBlock): string {
  switch (block.type) {
    case "header":
      return withoutAddresses(visibleText(block.text.text));
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
