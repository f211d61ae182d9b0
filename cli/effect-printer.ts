import type { SlackMessage } from "../core/slack/message";
import { visibleText } from "../core/slack/escape";
import type { Effect, SummaryEffect } from "../local/effects";
import { drawSlackMessage } from "../local/terminal/slack-drawing";

export interface PrinterOptions {
  readonly width: number;
  readonly colour: boolean;
}

/** An effect as a person wants to see it; empty for what only `--json` shows. */
export function drawEffect(effect: Effect, options: PrinterOptions): string {
  switch (effect.effect) {
    case "slack":
      return `${drawSlackMessage(effect.message as SlackMessage, {
        ...options,
        time: effect.at,
        author: `API Warden (${effect.function})`,
        update: effect.update ?? false,
      })}\n\n`;
    case "email":
      return `${heading("E-MAIL", effect.at, effect.topic, options)}\n${indented(`${effect.subject}\n${effect.text}`)}\n\n`;
    case "alarm":
      return `${heading("ALARM", effect.at, `${effect.alarm} is ${effect.state} (${effect.metric}: ${effect.value})`, options)}\n\n`;
    case "error":
      return `${heading("DEAD LETTER", effect.at, `${effect.function}: ${effect.message}`, options)}\n${indented(
        `${effect.eventIds.length} events wait in the dead-letter queue.`,
      )}\n\n`;
    case "decision":
      return `${heading("DECISION", effect.at, `${effect.action} ${effect.subject}: ${effect.verdict}, ${effect.reason}`, options)}\n\n`;
    case "summary":
      return drawSummary(effect, options);
    case "api":
      return effect.allowed
        ? ""
        : `${heading("DENIED CALL", effect.at, `${effect.function}: ${effect.service}:${effect.operation}`, options)}\n\n`;
    case "http":
      return "";
  }
}

function heading(what: string, at: string, text: string, { colour }: PrinterOptions): string {
  const title = colour ? `\u001b[1m${what}\u001b[0m` : what;
  return `${title} ${at.slice(0, 19).replace("T", " ")} UTC  ${visibleText(text)}`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${visibleText(line)}`)
    .join("\n");
}

function drawSummary(summary: SummaryEffect, { colour }: PrinterOptions): string {
  const number = (value: number) => value.toLocaleString("en-US");
  const effects = (kind: string) => summary.effects[kind] ?? 0;
  const muted = Object.entries(summary.muted);
  const lines = [
    `${number(summary.records)} CloudTrail records and ${number(summary.events)} EventBridge events played in ${(summary.durationMs / 1000).toFixed(1)} s (start-up ${(summary.startupMs / 1000).toFixed(1)} s).`,
    `${number(summary.denials)} denials, ${number(summary.denied)} of them by the compliance pattern.`,
    `${number(effects("slack"))} Slack messages, ${number(effects("email"))} e-mails, ${number(effects("alarm"))} alarm changes, ${number(effects("error"))} dead letters.`,
    ...(muted.length === 0
      ? []
      : [`Muted: ${muted.map(([rule, count]) => `${number(count)} by ${visibleText(rule)}`).join(", ")}.`]),
    ...(summary.unreadable === 0 ? [] : [`${number(summary.unreadable)} could not be read: see above.`]),
    `${number(summary.ticks.run)} ticks of the schedule run, ${number(summary.ticks.skipped)} skipped because nothing was due.`,
    ...(effects("api") === 0
      ? []
      : [`${number(effects("api"))} AWS calls, every one checked against the function's declared role.`]),
  ];
  const title = colour ? "\u001b[1mSummary\u001b[0m" : "Summary";
  return `${title}\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}
