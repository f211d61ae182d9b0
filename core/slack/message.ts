/** The part of Slack's Block Kit that is used here: https://docs.slack.dev/reference/block-kit/blocks */

export interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
  /** Keeps Slack from turning addresses and names in the text into links and mentions. */
  readonly verbatim: true;
}

export interface HeaderBlock {
  readonly type: "header";
  readonly text: PlainText;
}

export interface SectionBlock {
  readonly type: "section";
  readonly text?: Mrkdwn;
  readonly fields?: readonly Mrkdwn[];
}

export interface ContextBlock {
  readonly type: "context";
  readonly elements: readonly Mrkdwn[];
}

export interface DividerBlock {
  readonly type: "divider";
}

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export interface Button {
  readonly type: "button";
  readonly text: PlainText;
  readonly action_id: string;
  /** Given back when the button is pressed; at most 2,000 characters. */
  readonly value: string;
  readonly style?: "primary" | "danger";
}

export interface ActionsBlock {
  readonly type: "actions";
  readonly elements: readonly Button[];
}

export type SlackBlock = HeaderBlock | SectionBlock | ContextBlock | DividerBlock | ActionsBlock;

/** What is posted to a webhook or with `chat.postMessage`. */
export interface SlackMessage {
  /** For notifications and readers that show no blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Limits from https://docs.slack.dev/reference/block-kit/blocks (header, section, message); the one on the whole is
 * found by trial: from about 13,000 characters on Slack may answer `msg_blocks_too_long` (slackapi/bolt-js#2509).
 */
export const SLACK_LIMITS = Object.freeze({
  headerLength: 150,
  sectionLength: 3000,
  fieldLength: 2000,
  fields: 10,
  contextElements: 10,
  blocks: 50,
  jsonLength: 12_000,
});

export function mrkdwn(text: string): Mrkdwn {
  return { type: "mrkdwn", text, verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: "header", text: { type: "plain_text", text, emoji: false } };
}

export function section(text: string): SectionBlock {
  return { type: "section", text: mrkdwn(text) };
}

/** Label and lines side by side, in the order given; a field without lines is left out. */
export function fieldSection(fields: readonly { label: string; lines: readonly string[] }[]): SectionBlock {
  const filled = fields.filter(({ lines }) => lines.length > 0).slice(0, SLACK_LIMITS.fields);
  return { type: "section", fields: filled.map(({ label, lines }) => mrkdwn(`*${label}*\n${lines.join("\n")}`)) };
}

export function context(text: string): ContextBlock {
  return { type: "context", elements: [mrkdwn(text)] };
}

export function slackMessage(text: string, blocks: readonly SlackBlock[]): SlackMessage {
  return { text, blocks, unfurl_links: false, unfurl_media: false };
}
