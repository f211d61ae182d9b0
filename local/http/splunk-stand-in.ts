import * as http from "node:http";
import type { AddressInfo } from "node:net";

import type { OutsideRequest, OutsideStandIn } from "./outside-request";
import { jsonDocuments } from "./json-documents";

/** An event that the local Splunk has indexed, as it was sent. */
export interface IndexedEvent {
  readonly time?: unknown;
  readonly host?: unknown;
  readonly source?: unknown;
  readonly sourcetype?: unknown;
  readonly event: Readonly<Record<string, unknown>>;
}

/** What Splunk does with a request instead of taking it. */
export type SplunkFault = (request: { readonly events: readonly unknown[]; readonly number: number }) =>
  | { readonly status: number; readonly body?: unknown }
  /** The connection is closed. */
  | "no answer"
  /** Nothing comes, and the connection stays open. */
  | "silence"
  /** Splunk takes the events, and the answer is lost. */
  | "lost answer"
  | undefined;

export interface SplunkStandInOptions {
  /** The one token that is taken; any where absent. */
  readonly token?: string | undefined;
  /** `max_content_length` of the collector, in bytes. */
  readonly mostBytes?: number | undefined;
  readonly fault?: SplunkFault | undefined;
}

export interface SplunkStandIn extends OutsideStandIn {
  readonly indexed: readonly IndexedEvent[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What old releases of Splunk take at once. https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf */
const usualMostBytes = 1_000_000;

/**
 * A real HTTP server on the loopback that behaves as Splunk's HTTP Event Collector does, where what is forwarded depends on
 * it. https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector#Possible_error_codes
 */
export async function startSplunkStandIn(options: SplunkStandInOptions = {}): Promise<SplunkStandIn> {
  const requests: OutsideRequest[] = [];
  const indexed: IndexedEvent[] = [];
  const count = { requests: 0 };
  const server = http.createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const text = Buffer.concat(parts).toString("utf8");
      const events = jsonDocuments(text);
      const url = `https://${String(headers["x-warden-host"] ?? "splunk.invalid")}${path}`;
      const failed = options.fault?.({ events, number: (count.requests += 1) });
      const answer =
        typeof failed === "object"
          ? { status: failed.status, body: failed.body ?? "" }
          : failed === "no answer" || failed === "silence"
            ? undefined
            : answerTo({ path, text, events, authorization: headers.authorization }, indexed, options);
      const isAnswered = answer !== undefined && failed !== "lost answer";
      requests.push({ method, url, status: isAnswered ? answer.status : 0, body: events });
      if (failed === "silence") return;
      if (!isAnswered) {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.status, { "content-type": "application/json; charset=UTF-8" });
      outgoing.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    indexed,
    take: () => requests.splice(0),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Asked {
  readonly path: string;
  readonly text: string;
  readonly events: readonly unknown[];
  readonly authorization: string | undefined;
}

function answerTo(
  { path, text, events, authorization }: Asked,
  indexed: IndexedEvent[],
  { token, mostBytes = usualMostBytes }: SplunkStandInOptions,
): Answer {
  if (!/\/services\/collector(?:\/event)?$/.test(path)) return { status: 404, body: "<html>Not Found</html>" };
  if (authorization === undefined) return refusal(401, 2, "Token is required");
  const [, given] = /^Splunk (\S+)$/.exec(authorization) ?? [];
  if (given === undefined) return refusal(401, 3, "Invalid authorization");
  if (token !== undefined && given !== token) return refusal(403, 4, "Invalid token");
  if (Buffer.byteLength(text) > mostBytes) return refusal(413, 27, "Request entity too large");
  if (events.length === 0) return refusal(400, 5, "No data");
  for (const [position, event] of events.entries()) {
    const fault = faultOf(event);
    if (fault !== undefined) return refusal(400, ...fault, position);
    // One after the other: what comes before an event that is not taken is there.
    indexed.push(event as IndexedEvent);
  }
  return refusal(200, 0, "Success");
}

function faultOf(value: unknown): readonly [number, string] | undefined {
  if (typeof value !== "object" || value === null) return [6, "Invalid data format"];
  const { event } = value as { event?: unknown };
  if (event === undefined) return [12, "Event field is required"];
  return event === "" || event === null ? [13, "Event field cannot be blank"] : undefined;
}

function refusal(status: number, code: number, text: string, position?: number): Answer {
  return { status, body: { text, code, ...(position === undefined ? {} : { "invalid-event-number": position }) } };
}
