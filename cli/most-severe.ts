import { firstLineOf } from "../core/slack/first-line";
import { severityLabel } from "../core/slack/headline";
import type { SlackMessage } from "../core/slack/message";
import type { PlayedEffect, SlackEffect } from "../local/effects";

/** Mildest first; a message begins with the label of its severity. */
const labels = (["info", "low", "high", "critical"] as const).map((level) => severityLabel(level));

/** Remembers the message of the highest severity: of equal ones, that which tells of most events. */
export class MostSevere {
  private found: SlackEffect | undefined;
  private rank = -1;

  see(effect: PlayedEffect): void {
    if (effect.effect !== "slack") return;
    const rank = labels.findIndex((label) => headlineOf(effect).startsWith(label));
    const isMore =
      rank > this.rank || (rank === this.rank && effect.eventIds.length > (this.found?.eventIds.length ?? 0));
    if (rank < 0 || !isMore) return;
    this.found = effect;
    this.rank = rank;
  }

  get message(): SlackEffect | undefined {
    return this.found;
  }
}

/** First line of a message, as its reader sees it. */
export function headlineOf({ message }: SlackEffect): string {
  return firstLineOf(message as SlackMessage);
}
