import { EventEmitter } from "node:events";
import https, { type RequestOptions } from "node:https";
import { Readable } from "node:stream";

import { JiraIssues } from "../../local/http/jira-issues";

/** A request that left the function for something that is not AWS. */
export interface LeftRequest {
  readonly host: string;
  readonly path: string;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Has every https request of this thread answered as Slack, Jira or Splunk would. Returns what takes the requests so far. */
export function answerHttps(now: () => number): () => LeftRequest[] {
  const requests: LeftRequest[] = [];
  const jira = new JiraIssues(0);
  const count = { messages: 0 };
  const answerTo = (request: LeftRequest, method: string): Answer => {
    const { host, path, body } = request;
    requests.push(request);
    if (host.startsWith("hooks.slack")) return { status: 200, body: "ok" };
    if (host === "slack.com") {
      const ts = `1700000000.${String((count.messages += 1)).padStart(6, "0")}`;
      return { status: 200, body: JSON.stringify({ ok: true, channel: "C0123456789", ts }) };
    }
    if (host.includes("splunk")) return { status: 200, body: JSON.stringify({ text: "Success", code: 0 }) };
    // A Jira that has been asked a lot is slow to search.
    if (jira.all.length > 200) jira.all.splice(0, 100);
    // Issues are there as far as tickets know of them.
    if (path.endsWith("/comment")) return { status: 201, body: JSON.stringify({ id: "1" }) };
    const { status, body: answer } = jira.answer(method, path, body === "" ? undefined : JSON.parse(body), now());
    return { status, body: answer === undefined ? "" : JSON.stringify(answer) };
  };
  const request = (url: string, { method = "GET" }: RequestOptions, callback: (response: Readable) => void) => {
    const { hostname: host, pathname, search } = new URL(url);
    const emitter = new EventEmitter();
    const end = (body: unknown) => {
      const { status, body: text } = answerTo({ host, path: `${pathname}${search}`, body: String(body ?? "") }, method);
      const response = Object.assign(Readable.from(text === "" ? [] : [Buffer.from(text)]), {
        ...{ statusCode: status, statusMessage: "", headers: {} },
      });
      setImmediate(() => {
        callback(response);
        response.once("end", () => emitter.emit("close"));
      });
    };
    return Object.assign(emitter, { end, destroy: (error: Error) => void emitter.emit("error", error) });
  };
  Object.assign(https, { request });
  return () => requests.splice(0);
}
