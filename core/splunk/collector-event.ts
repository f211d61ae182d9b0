import type { SaidMessage } from "./said-message";

/** Source and source type of what Warden sends, for searches and for settings of its own in Splunk. */
export const eventSource = "api-warden";
export const eventSourceType = "aws:api-warden";

/**
 * A statement as an event of the HTTP Event Collector, in JSON without line breaks; `host` is the stack's name.
 * https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector
 */
export function collectorEvent(
  { record, atMs, function: name, said, piece, pieces }: SaidMessage,
  host: string,
): string {
  return JSON.stringify({
    // Seconds, with milliseconds behind the point.
    time: atMs / 1000,
    ...{ host, source: eventSource, sourcetype: eventSourceType },
    event: {
      ...said,
      ...{ id: record, at: new Date(atMs).toISOString(), function: name },
      ...(pieces === undefined ? {} : { piece, pieces }),
    },
  });
}
