import { textAt, valueAt } from "../../core/cloudtrail/record";

/** The ids that an event for a function is told of under: of CloudTrail's event, of the finding, else of the event itself. */
export function idsOfEvent(event: unknown): string[] {
  const id = textAt(event, "detail", "eventID") ?? textAt(event, "detail", "id") ?? textAt(event, "id");
  return id === undefined ? [] : [id];
}

/** The ids that a message of one of the functions names, as `eventIds` or `eventId`, also in its `incidents`. */
export function idsOfMessage(text: string): string[] {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return [];
  }
  const incidents = valueAt(message, "incidents");
  const parts: unknown[] = [message, ...(Array.isArray(incidents) ? (incidents as unknown[]) : [])];
  const named = parts.flatMap((part) => {
    const list = valueAt(part, "eventIds");
    return Array.isArray(list) ? (list as unknown[]) : [textAt(part, "eventId")];
  });
  const ids = named.filter((id) => typeof id === "string");
  return ids.length > 0 ? [...new Set(ids)] : idsOfEvent(message);
}
