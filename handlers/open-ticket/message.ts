import { textAt, valueAt } from "../../core/cloudtrail/record";
import type { TicketEvent } from "../../core/incidents/ticket-event";
import { parseTicketEvent } from "../../core/incidents/ticket-event";
import { causeLabel, labelForm } from "../../core/tickets/label";

/** What the function sends to itself: there is something to do for the incident with this label. */
export interface TicketWake {
  readonly warden: "ticket";
  /** The label. Named as in all messages by which functions wake themselves. */
  readonly record: string;
}

/** One piece of work: an incident's label, and the message that is to be taken in first, if there is one. */
export interface TicketWork {
  readonly label: string;
  readonly message?: { readonly id: string; readonly event: TicketEvent } | undefined;
}

/**
 * Reads one record of an event: a message of the queue, whose body is a notification of the topic or the function's own, or
 * a notification itself, as a dead letter is played again. Throws where it is none of them.
 */
export function ticketWork(record: unknown): TicketWork {
  const notification = valueAt(record, "Sns") ?? jsonOf(textAt(record, "body") ?? "");
  const label = textAt(notification, "record");
  if (textAt(notification, "warden") === "ticket" && label !== undefined && labelForm.test(label)) return { label };
  const text = textAt(notification, "Message");
  const id = textAt(notification, "MessageId");
  if (text === undefined || id === undefined) throw new Error("neither a message of incidents nor one of its own");
  const event = parseTicketEvent(text);
  return { label: causeLabel(event.cause), message: { id, event } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
