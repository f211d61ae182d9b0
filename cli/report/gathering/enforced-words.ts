import type { SlackMessage } from "../../../core/slack/message";

const beginning = "In `enforce` it would change nothing either: ";

/**
 * Why `enforce` would have changed nothing either, as a message of an action says it in mrkdwn of its own; undefined where it
 * says no such thing. The effect itself names only another verdict.
 */
export function enforcedWords(message: unknown): string | undefined {
  const { blocks } = message as SlackMessage;
  for (const block of blocks) {
    if (block.type !== "section") continue;
    for (const { text } of block.fields ?? []) {
      const line = text.split("\n").find((one) => one.startsWith(beginning));
      if (line !== undefined) return line.slice(beginning.length);
    }
  }
  return undefined;
}
