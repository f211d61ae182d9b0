import { escapeMrkdwn } from "./escape";
import type { SlackMessage } from "./message";
import { header, section, slackMessage } from "./message";

/** What `warden verify` shows in Slack: that a denied call which was made on purpose has come through. */
export function verifyMessage(id: string, sentAtMs: number, nowMs: number): SlackMessage {
  const seconds = Math.max(0, Math.round((nowMs - sentAtMs) / 1000));
  const text = `API Warden: verification ${id} has come through`;
  const lines = [
    `A harmless denied call was made on purpose at ${timeOf(sentAtMs)} and is here ${seconds} seconds later.`,
    "`warden verify` asked for it. Nothing is to be done.",
  ];
  return messageOf(text, "Verification: denied calls reach Slack", lines);
}

/** What the daily probe tells people of: what is broken on the way from a denied call to them. */
export function probeFaultMessage(faults: readonly string[]): SlackMessage {
  const text = `API Warden: the daily probe found ${faults.length === 1 ? "a broken link" : `${faults.length} broken links`}`;
  const lines = [
    ...faults.map((what) => `• ${escapeMrkdwn(what, 400)}`),
    "`warden verify --stack NAME` follows a denied call link by link and names the broken one.",
  ];
  return messageOf(text, "The daily probe found something broken", lines);
}

function messageOf(text: string, title: string, lines: readonly string[]): SlackMessage {
  return slackMessage(text, [header(title), section(lines.join("\n"))]);
}

function timeOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
