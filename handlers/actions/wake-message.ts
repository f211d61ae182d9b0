/**
 * What a responder sends to itself, and what an answer sends to it, through its wake queue: a second look after a change,
 * the expiry of a question, an answer that stands in the record.
 */
export interface WakeMessage {
  readonly warden: "second-look" | "expire" | "answered";
  /** Id of the action's record. */
  readonly record: string;
}

const kinds: readonly unknown[] = Object.freeze(["second-look", "expire", "answered"]);

/** The body of a queue's message as what it is; undefined for anything else. */
export function wakeMessageIn(body: unknown): WakeMessage | undefined {
  try {
    const { warden, record } = JSON.parse(String(body)) as { warden?: unknown; record?: unknown };
    return kinds.includes(warden) && typeof record === "string" ? ({ warden, record } as WakeMessage) : undefined;
  } catch {
    return undefined;
  }
}
