import type { SlackMessage } from "./message";

/** First line of a message, as its reader sees it. */
export function firstLineOf({ blocks, text }: SlackMessage): string {
  const first = blocks[0];
  return first?.type === "header" ? first.text.text : text;
}
