import { valueAt } from "../cloudtrail/record";

/**
 * What an answer of the collector means for a batch:
 * - `taken`: all of it is Splunk's.
 * - `faulty`: the event at this position can never be taken; nothing is known of the others.
 * - `halves`: something in it can't be taken, and Splunk does not say what.
 * - `later`: nothing is known to be taken, and it is no event's fault.
 */
export type Outcome =
  | { readonly kind: "taken" | "halves" }
  | { readonly kind: "faulty"; readonly position: number }
  | {
      readonly kind: "later";
      /** Splunk's own number of what was wrong, where it gave one. */
      readonly code?: number;
      readonly isTokenRefused: boolean;
    };

/**
 * Codes that blame an event: invalid data format, event field missing or blank, indexed fields. "Incorrect index" (7) is not
 * among them: Warden names none, so that one is about the token. https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector#Possible_error_codes
 */
const faultsOfEvents: readonly number[] = Object.freeze([6, 12, 13, 15]);

/** `status` is 0 where there was no answer; `body` is the answer, read as JSON where it is JSON. */
export function outcomeOf(status: number, body: unknown, events: number): Outcome {
  const code = valueAt(body, "code");
  if (status === 200 && code === 0) return { kind: "taken" };
  if (status === 413) return events === 1 ? { kind: "faulty", position: 0 } : { kind: "halves" };
  if (status === 400 && typeof code === "number" && faultsOfEvents.includes(code)) {
    if (events === 1) return { kind: "faulty", position: 0 };
    const position = valueAt(body, "invalid-event-number");
    const isNamed = typeof position === "number" && Number.isInteger(position) && position >= 0 && position < events;
    return isNamed ? { kind: "faulty", position } : { kind: "halves" };
  }
  // An address that answers 200 to everything is not Splunk's: what it was sent is not there.
  const isTokenRefused = status === 401 || status === 403;
  return { kind: "later", isTokenRefused, ...(typeof code === "number" ? { code } : {}) };
}
