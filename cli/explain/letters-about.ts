import { decodeEnvelope } from "../../core/cloudtrail/envelope";
import { valueAt } from "../../core/cloudtrail/record";
import { redrivableEvent } from "../../core/dead-letters/redrivable-event";

/** How many of a dead-letter queue's messages hold an event. */
export function lettersAbout(bodies: readonly string[], eventId: string): number {
  return bodies.filter((body) => holds(body, eventId)).length;
}

function holds(body: string, eventId: string): boolean {
  if (body.includes(eventId)) return true;
  const event = redrivableEvent(body);
  if (valueAt(event, "awslogs", "data") === undefined) return false;
  try {
    const delivery = decodeEnvelope(event);
    return (
      delivery.kind === "data" &&
      delivery.logEvents.some(({ id, message }) => id === eventId || message.includes(eventId))
    );
  } catch {
    // What can't be read says nothing of any event; redriving it shows why.
    return false;
  }
}
