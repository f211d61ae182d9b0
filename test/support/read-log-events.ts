import type { ReadLogEvent } from "../../core/cloudtrail/envelope";
import { readLogEvent } from "../../core/cloudtrail/envelope";

/** Log events as a delivery brings them, read: of records, or of texts that are none. Their ids go by position. */
export function readLogEvents(messages: readonly unknown[], timestamp: number): ReadLogEvent[] {
  return messages.map((message, position) =>
    readLogEvent({
      id: `log-${position}`,
      timestamp,
      message: typeof message === "string" ? message : JSON.stringify(message),
    }),
  );
}
