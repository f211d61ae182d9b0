import type { SlackMessage } from "../core/slack/message";
import { counted, utcText } from "../core/slack/wording";
import type { AlarmEffect, DecisionEffect, HttpEffect, PlayedEffect } from "../local/effects";
import { drawSlackMessage } from "../local/terminal/slack-drawing";
import { below, headline } from "./terminal-lines";
import { ticketText } from "./ticket-effect";

export interface PrinterOptions {
  readonly width: number;
  readonly colour: boolean;
}

/** Of an e-mail, that many lines are shown. */
const mostEmailLines = 12;

/** An effect as a person wants to see it; empty for what only `--json` shows. */
export function drawEffect(effect: PlayedEffect, options: PrinterOptions): string {
  const line = (kind: string, text: string) => headline(kind, effect.at, text, options);
  switch (effect.effect) {
    case "slack":
      return `\n${drawSlackMessage(effect.message as SlackMessage, {
        ...options,
        time: utcText(effect.at),
        author: `API Warden (${effect.function})`,
        update: effect.update ?? false,
      })}\n\n`;
    case "email":
      return lines(
        line("E-MAIL", `${effect.topic}: ${effect.subject}`),
        ...below(effect.text, mostEmailLines, options),
      );
    case "alarm":
      return lines(line("ALARM", alarmText(effect)));
    case "error":
      return lines(
        line("DEAD LETTER", `${effect.function}: ${effect.message}`),
        ...below(`${counted(effect.eventIds.length, "event")} in its dead-letter queue`, 1, options),
      );
    case "decision":
      return lines(line("DECISION", decisionText(effect)));
    case "api":
      return effect.allowed
        ? ""
        : lines(
            line("DENIED CALL", `${effect.function}: its role does not allow ${effect.service}:${effect.operation}`),
          );
    case "http":
      return httpLine(effect, line);
  }
}

function httpLine(effect: HttpEffect, line: (kind: string, text: string) => string): string {
  const { status, url } = effect;
  if (status === 0) return lines(line("HTTP", `${effect.function}: ${url} did not answer`));
  if (status >= 400) return lines(line("HTTP", `${effect.function}: ${url} answered ${status}`));
  const ticket = ticketText(effect);
  return ticket === undefined ? "" : lines(line("TICKET", ticket));
}

/** "disable-key AKIA…: notify, mode-notify; with enforce: done, signals". */
export function decisionText({ action, subject, verdict, reason, ifEnforced }: DecisionEffect): string {
  const enforced = ifEnforced === undefined ? "" : `; with enforce: ${ifEnforced.verdict}, ${ifEnforced.reason}`;
  return `${action} ${subject}: ${verdict}, ${reason}${enforced}`;
}

function lines(...texts: readonly string[]): string {
  return `${texts.join("\n")}\n`;
}

function alarmText({ alarm, state, metric, value }: AlarmEffect): string {
  switch (state) {
    case "ALARM":
      return `${alarm} goes off (${metric}: ${value})`;
    case "OK":
      return `${alarm} is OK again`;
    case "INSUFFICIENT_DATA":
      return `${alarm} has too little data`;
  }
}
