import type { JiraDocument } from "../core/tickets/document";
import type { StatusCategory } from "../core/tickets/jira-answer";
import { categoryIn, fieldOf, issueIn, listIn } from "../core/tickets/jira-answer";
import type { TicketIssue } from "../core/tickets/ticket-record";
import { loadAxios } from "./axios";
import { httpsAdapter } from "./https-adapter";
import type { Secret } from "./secret";
import type { Patience } from "./slack";

/** An issue that a search has found. */
export interface FoundIssue extends TicketIssue {
  readonly isDone: boolean;
}

/** Fields of a new issue. */
export interface NewIssue {
  readonly summary: string;
  readonly description: JiraDocument;
  readonly labels: readonly string[];
}

/** A step that the workflow offers, and the category of the status that it leads to. */
export interface Transition {
  readonly id: string;
  readonly category: StatusCategory;
}

/**
 * As much of Jira Cloud as tickets need. Methods throw a `JiraFailure`.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/
 */
export interface Jira {
  /** Issues in the order of the query. What was made a moment ago may not be among them: the index of searches lags. */
  search(query: string, nowMs: number): Promise<readonly FoundIssue[]>;
  create(issue: NewIssue, nowMs: number): Promise<TicketIssue>;
  comment(issueId: string, body: JiraDocument, nowMs: number): Promise<void>;
  /** Whether the issue's status is one of those that mean done; undefined where there is no such issue. */
  isDone(issueId: string, nowMs: number): Promise<boolean | undefined>;
  transitions(issueId: string, nowMs: number): Promise<readonly Transition[]>;
  transition(issueId: string, transitionId: string, nowMs: number): Promise<void>;
}

/** What went wrong with a request. Its message holds nothing of Jira's but a status. */
export interface JiraFailure extends Error {
  /** 0 where there was no answer. */
  readonly jiraStatus: number;
  /** Whether it may go well later with nobody's help. */
  readonly isPassing: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** Where and how the stack's issues are kept. Plain data. */
export interface JiraPlace {
  /** `https://SITE.atlassian.net`, without a path. */
  readonly url: string;
  readonly project: string;
  readonly issueType: string;
  /** E-mail address of the user whom the token belongs to. */
  readonly user: string;
}

const requestTimeoutMs = 7_000;

/** Pauses before the second and third try where Jira names none. */
const backOffMs = Object.freeze([400, 1_200]);

interface JiraAnswer {
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly body: unknown;
}

interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object;
  /** Whether Jira may be asked twice: what it made, though its answer was lost, it would make again. */
  readonly isRepeatable: boolean;
  readonly expected: readonly number[];
}

/** Jira under the API token that the secret holds. https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/ */
export function jiraCloud(place: JiraPlace, token: Secret, patient: () => Patience): Jira {
  async function ask(request: Request, nowMs: number): Promise<JiraAnswer> {
    const authorization = `Basic ${Buffer.from(`${place.user}:${await token.value(nowMs)}`, "utf8").toString("base64")}`;
    const patience = patient();
    for (let attempt = 0; ; attempt += 1) {
      const answer = await askOnce(place.url, authorization, request);
      if (request.expected.includes(answer.status)) return answer;
      if (answer.status === 401) token.forget();
      const failure = failureOf(request, answer);
      const pauseMs = answer.retryAfterMs ?? backOffMs[attempt];
      // A status of 429 says that nothing was done.
      const mayRepeat = failure.isPassing && (request.isRepeatable || answer.status === 429);
      if (!mayRepeat || attempt >= backOffMs.length || pauseMs === undefined || !(await patience.wait(pauseMs))) {
        throw failure;
      }
    }
  }

  return {
    async search(query, nowMs) {
      const body = { jql: query, maxResults: 5, fields: ["status"] };
      const path = "/rest/api/3/search/jql";
      const answer = await ask({ method: "POST", path, body, isRepeatable: true, expected: [200] }, nowMs);
      return listIn(answer.body, "issues").flatMap((issue) => {
        const found = issueIn(issue);
        return found === undefined
          ? []
          : [{ ...found, isDone: categoryIn(fieldOf(issue, "fields", "status")) === "done" }];
      });
    },

    async create({ summary, description, labels }, nowMs) {
      const { project, issueType } = place;
      const fields = { project: { key: project }, issuetype: { name: issueType }, summary, description, labels };
      const path = "/rest/api/3/issue";
      const answer = await ask({ method: "POST", path, body: { fields }, isRepeatable: false, expected: [201] }, nowMs);
      const issue = issueIn(answer.body);
      if (issue === undefined)
        throw jiraFailure("Jira named no issue that it made", { jiraStatus: 0, isPassing: true });
      return issue;
    },

    async comment(issueId, body, nowMs) {
      const path = `${issuePath(issueId)}/comment`;
      await ask({ method: "POST", path, body: { body }, isRepeatable: false, expected: [201] }, nowMs);
    },

    async isDone(issueId, nowMs) {
      const path = `${issuePath(issueId)}?fields=status`;
      const answer = await ask({ method: "GET", path, isRepeatable: true, expected: [200, 404] }, nowMs);
      return answer.status === 404 ? undefined : categoryIn(fieldOf(answer.body, "fields", "status")) === "done";
    },

    async transitions(issueId, nowMs) {
      const path = `${issuePath(issueId)}/transitions`;
      const answer = await ask({ method: "GET", path, isRepeatable: true, expected: [200] }, nowMs);
      return listIn(answer.body, "transitions").flatMap((transition) => {
        const id = fieldOf(transition, "id");
        return typeof id === "string" ? [{ id, category: categoryIn(fieldOf(transition, "to")) }] : [];
      });
    },

    async transition(issueId, transitionId, nowMs) {
      const path = `${issuePath(issueId)}/transitions`;
      const body = { transition: { id: transitionId } };
      await ask({ method: "POST", path, body, isRepeatable: false, expected: [204] }, nowMs);
    },
  };
}

/** Whether it is a failure of a request to Jira. */
export function isJiraFailure(error: unknown): error is JiraFailure {
  return typeof (error as { jiraStatus?: unknown } | null)?.jiraStatus === "number";
}

function jiraFailure(
  why: string,
  details: Pick<JiraFailure, "jiraStatus" | "isPassing" | "retryAfterMs">,
): JiraFailure {
  return Object.assign(new Error(why), details);
}

function failureOf({ method, path }: Request, { status, retryAfterMs }: JiraAnswer): JiraFailure {
  const said = status === 0 ? "Jira was not reached" : `Jira answered ${status}`;
  const isPassing = status === 0 || status === 408 || status === 429 || status >= 500;
  return jiraFailure(`${said} to ${method} ${path.split("?")[0]}`, { jiraStatus: status, isPassing, retryAfterMs });
}

async function askOnce(url: string, authorization: string, { method, path, body }: Request): Promise<JiraAnswer> {
  const axios = loadAxios();
  try {
    const response = await axios.request<unknown>({
      url: `${url.replace(/\/+$/, "")}${path}`,
      method,
      ...(body === undefined ? {} : { data: body }),
      headers: { accept: "application/json", "content-type": "application/json; charset=utf-8", authorization },
      timeout: requestTimeoutMs,
      adapter: httpsAdapter,
      validateStatus: () => true,
    });
    const seconds = Number(response.headers["retry-after"]);
    const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
    return { status: response.status, body: response.data, retryAfterMs };
  } catch {
    // The error's own request holds the token.
    return { status: 0, body: undefined };
  }
}

/** Ids are Jira's own numbers: nothing else gets into a path. */
function issuePath(issueId: string): string {
  if (!/^\d{1,19}$/.test(issueId)) throw new Error("not the id of an issue");
  return `/rest/api/3/issue/${issueId}`;
}
