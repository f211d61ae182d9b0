import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** One request to Slack, with what it was answered. */
export interface SlackRequest {
  /** `post` by webhook or `chat.postMessage`, `update` by `chat.update`. */
  readonly kind: "post" | "update";
  readonly url: string;
  readonly message: unknown;
  readonly status: number;
  /** Whether Slack took it: a status alone doesn't say. */
  readonly accepted: boolean;
}

/** What Slack answers; `undefined` closes the connection without an answer. */
export interface SlackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands in for Slack's answer to a request, for tests of what happens when Slack fails. */
export type SlackFault = (request: number) => SlackAnswer | "no answer" | undefined;

export interface SlackStandIn {
  readonly baseUrl: string;
  /** Requests since the last call, in order. */
  take(): SlackRequest[];
  stop(): Promise<void>;
}

/** A real HTTP server on the loopback that takes what a function posts to Slack. */
export async function startSlackStandIn(fault: SlackFault = () => undefined): Promise<SlackStandIn> {
  const requests: SlackRequest[] = [];
  const count = { requests: 0, messages: 0 };
  const server = http.createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      count.requests += 1;
      const failed = fault(count.requests);
      if (failed === "no answer") {
        incoming.socket.destroy();
        return;
      }
      const host = String(incoming.headers["x-warden-host"] ?? "slack.com");
      const url = `https://${host}${incoming.url ?? "/"}`;
      const message = jsonOf(Buffer.concat(parts).toString("utf8"));
      const answer = failed ?? answerOf(host, incoming.url ?? "/", message, () => (count.messages += 1));
      const kind = url.endsWith("/chat.update") ? "update" : "post";
      const isMessage = !url.endsWith("/auth.test");
      const accepted =
        failed === undefined && isMessage && (answer.body === "ok" || answer.body.startsWith('{"ok":true'));
      requests.push({ kind, url: withoutSecret(url), message, status: answer.status, accepted });
      outgoing.writeHead(answer.status, { "content-type": "text/plain; charset=utf-8", ...answer.headers });
      outgoing.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => requests.splice(0),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answerOf(host: string, path: string, message: unknown, nextMessage: () => number): SlackAnswer {
  if (message === undefined) return { status: 400, body: "invalid_payload" };
  if (host.startsWith("hooks."))
    return (message as { text?: unknown }).text === "" ? { status: 400, body: "no_text" } : { status: 200, body: "ok" };
  const json = { "content-type": "application/json; charset=utf-8" };
  const { channel, ts } = message as { channel?: string; ts?: string };
  if (path === "/api/chat.postMessage") {
    const body = JSON.stringify({
      ok: true,
      channel: channel ?? "C0",
      ts: `1700000000.${String(nextMessage()).padStart(6, "0")}`,
    });
    return { status: 200, headers: json, body };
  }
  if (path === "/api/auth.test") return { status: 200, headers: json, body: JSON.stringify({ ok: true }) };
  if (path === "/api/chat.update" && ts !== undefined) {
    return { status: 200, headers: json, body: JSON.stringify({ ok: true, channel, ts }) };
  }
  return { status: 200, headers: json, body: JSON.stringify({ ok: false, error: "unknown_method" }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A webhook's path is its secret, also the invented one. */
function withoutSecret(url: string): string {
  return url.replace(/(\/services)\/.*/, "$1/…");
}
