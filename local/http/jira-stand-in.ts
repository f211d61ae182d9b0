import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { jiraSignature } from "../../core/tickets/signature";
import type { LocalIssue } from "./jira-issues";
import { JiraIssues } from "./jira-issues";
import type { OutsideRequest, OutsideStandIn } from "./outside-request";

/** A webhook that Jira sends, as the bytes and headers that arrive. */
export interface JiraWebhook {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What Jira does with a request instead of answering it well; "no answer" closes the connection. */
export type JiraFault = (request: {
  readonly method: string;
  readonly path: string;
  /** 1 for the first request. */
  readonly number: number;
  readonly atMs: number;
}) =>
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | "no answer"
  /** Jira does what it is asked for, and the answer is lost. */
  | "lost answer"
  | undefined;

export interface JiraStandInOptions {
  /** The clock that issues are made and found by. */
  readonly now: () => number;
  /** How long a search does not see what was made. */
  readonly indexLagMs?: number;
  /** Signs webhooks; without it, none are sent. */
  readonly webhookSecret?: string | undefined;
  readonly fault?: JiraFault | undefined;
  /** Labels that a rule of the project adds to what is made, as a person would. */
  readonly addedLabels?: readonly string[] | undefined;
}

export interface JiraStandIn extends OutsideStandIn {
  readonly issues: readonly LocalIssue[];
  /** Webhooks that were not sent yet, in order. */
  takeWebhooks(): JiraWebhook[];
}

/** Jira Cloud's own index takes a moment, too. */
const defaultIndexLagMs = 5_000;

/** A real HTTP server on the loopback that behaves as Jira Cloud does where tickets depend on it. */
export async function startJiraStandIn(options: JiraStandInOptions): Promise<JiraStandIn> {
  const { now, indexLagMs = defaultIndexLagMs, webhookSecret, fault, addedLabels = [] } = options;
  const requests: OutsideRequest[] = [];
  const webhooks: JiraWebhook[] = [];
  const issues = new JiraIssues(indexLagMs);
  const count = { requests: 0 };
  const server = http.createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const body = jsonOf(Buffer.concat(parts).toString("utf8"));
      const failed = fault?.({ method, path, number: (count.requests += 1), atMs: now() });
      const seen = { method, url: `https://${String(headers["x-warden-host"] ?? "jira.invalid")}${path}`, body };
      if (failed === "no answer") {
        requests.push({ ...seen, status: 0 });
        incoming.socket.destroy();
        return;
      }
      const isSignedIn = /^Basic [A-Za-z0-9+/]+=*$/.test(headers.authorization ?? "");
      const answer =
        typeof failed === "object"
          ? { status: failed.status, body: {} }
          : isSignedIn
            ? issues.answer(method, path, body, now())
            : { status: 401, body: {} };
      if ("made" in answer && answer.made !== undefined && webhookSecret !== undefined) {
        webhooks.push(issueCreated(answer.made, addedLabels, webhookSecret, now()));
      }
      requests.push({ ...seen, status: failed === "lost answer" ? 0 : answer.status });
      if (failed === "lost answer") {
        incoming.socket.destroy();
        return;
      }
      const extra = typeof failed === "object" ? failed.headers : {};
      outgoing.writeHead(answer.status, { "content-type": "application/json", ...extra });
      outgoing.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issues: issues.all,
    take: () => requests.splice(0),
    takeWebhooks: () => webhooks.splice(0),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/#example-of-a-callback-body */
function issueCreated(issue: LocalIssue, added: readonly string[], secret: string, nowMs: number): JiraWebhook {
  const { id, key, fields, labels } = issue;
  return signedWebhook(
    {
      timestamp: nowMs,
      webhookEvent: "jira:issue_created",
      user: { accountId: "5b10a2844c20165700ede21g", displayName: "Warden" },
      issue: { id, key, fields: { ...fields, labels: [...labels, ...added] } },
    },
    secret,
    `created-${id}`,
  );
}

/** A webhook with this content, signed as Jira signs it. */
export function signedWebhook(content: object, secret: string, identifier: string): JiraWebhook {
  const body = JSON.stringify(content);
  return {
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Atlassian Webhook HTTP Client",
      "x-atlassian-webhook-identifier": identifier,
      "x-hub-signature": jiraSignature(Buffer.from(body, "utf8"), secret),
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text === "" ? undefined : text;
  }
}
