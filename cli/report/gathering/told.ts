import type { SeverityLevel } from "../../../core/denials/severity";
import { firstLineOf } from "../../../core/slack/first-line";
import type { SlackMessage } from "../../../core/slack/message";
import type { EmailEffect, SlackEffect } from "../../../local/effects";
import { rankOf, severityOfHeadline } from "./severity-of-headline";

/** A message to Slack as posted, with the events that it accounts for counted. */
export interface ToldMessage {
  readonly at: string;
  readonly function: string;
  readonly headline: string;
  readonly severity: SeverityLevel | undefined;
  readonly isUpdate: boolean;
  readonly events: number;
  readonly message: SlackMessage;
}

/** One message may be 150,000 characters long, and with the markup five times as long on a page. */
const mostCharacters = 300_000;

/** Of each severity that many are held, so that the most severe can be drawn however many others come before. */
const mostHeld = 60;

/** What was posted to Slack. */
export class Messages {
  posts = 0;
  updates = 0;
  private readonly held = new Map<SeverityLevel | undefined, ToldMessage[]>();

  see({ at, function: name, message, eventIds, update }: SlackEffect): ToldMessage {
    const headline = firstLineOf(message as SlackMessage);
    const severity = severityOfHeadline(headline);
    const isUpdate = update === true;
    if (isUpdate) this.updates += 1;
    else this.posts += 1;
    const told = {
      ...{ at, function: name, headline, severity, isUpdate, events: eventIds.length },
      message: message as SlackMessage,
    };
    const held = this.held.get(severity) ?? [];
    this.held.set(severity, held);
    if (held.length < mostHeld) held.push(told);
    return told;
  }

  /** The most severe so many, as far as they are not too long together, in the order in which they were posted. */
  mostSevere(most: number): ToldMessage[] {
    let characters = 0;
    const isShort = ({ message }: ToldMessage) => (characters += JSON.stringify(message).length) <= mostCharacters;
    return [...this.held.values()]
      .flat()
      .sort((one, other) => rankOf(other.severity) - rankOf(one.severity) || (one.at < other.at ? -1 : 1))
      .slice(0, most)
      .filter(isShort)
      .sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
  }
}

/** E-mails, the first so many with their text. */
export class Mails {
  count = 0;
  readonly first: EmailEffect[] = [];

  see(effect: EmailEffect): void {
    this.count += 1;
    if (this.first.length < mostMails) this.first.push({ ...effect, text: effect.text.slice(0, longestMail) });
  }
}

const mostMails = 40;
const longestMail = 6_000;
