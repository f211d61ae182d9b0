import type { Subject } from "../actions/action";

/** Something that people have to follow up on in a ticket, as the topic `incidents` carries it in JSON. */
export interface TicketEvent {
  readonly version: 1;
  /** What kind of incident it is, for example `rule-returned`. */
  readonly kind: string;
  readonly subject: Pick<Subject, "kind" | "id">;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** What makes two events one incident: the same text each time the same thing comes back. */
  readonly cause: string;
  /** For people: own sentences; names of others stand in backticks and may be hostile. */
  readonly text: string;
  /** Events that led here, at most 200. */
  readonly eventIds: readonly string[];
  /** ISO time. */
  readonly at: string;
}

const longestText = 2_000;
const mostEventIds = 200;

/** The event as the text of a message, bounded: a message of SNS holds at most 256 KB. */
export function ticketEventText(event: Omit<TicketEvent, "version">): string {
  const { text, eventIds, ...rest } = event;
  const bounded: TicketEvent = {
    version: 1,
    ...rest,
    text: text.slice(0, longestText),
    eventIds: eventIds.slice(0, mostEventIds),
  };
  return JSON.stringify(bounded);
}
