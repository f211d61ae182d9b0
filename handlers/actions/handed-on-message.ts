import { textAt, valueAt } from "../../core/cloudtrail/record";

/** What whoever reads the trail sends to a responder's wake queue: a call that EventBridge may not have told it of. */
export interface HandedOnMessage {
  readonly warden: "handed-on";
  /** The id of CloudTrail's event. */
  readonly record: string;
  /** As EventBridge hands it over. */
  readonly event: object;
}

/** The event in the body of a queue's message; undefined for any other message. */
export function handedOnEventIn(body: unknown): object | undefined {
  try {
    const message: unknown = JSON.parse(String(body));
    const event = valueAt(message, "event");
    return textAt(message, "warden") === "handed-on" && typeof event === "object" && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}
