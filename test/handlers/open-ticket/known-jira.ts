import type { Jira, NewIssue } from "../../../clients/jira";
import type { LocalIssue } from "../../../local/http/jira-issues";
import { JiraIssues } from "../../../local/http/jira-issues";

/** What Jira does with one request instead: a status, or 0 for no answer; `afterwards` where it does it all the same. */
export type Failing =
  { readonly status: number; readonly afterwards?: boolean; readonly retryAfterMs?: number } | undefined;

export interface KnownJira extends Jira {
  readonly issues: readonly LocalIssue[];
  /** Requests so far, as `METHOD path`. */
  readonly asked: string[];
  /** Decides on each request from now on. */
  failing: (method: string, path: string) => Failing;
  /** Called before each request, for what others do at that moment. */
  before: (method: string, path: string) => Promise<void>;
}

/** A Jira in memory that answers as the local run's own does, with nothing between. */
export function knownJira(clock: () => number, indexLagMs = 5_000): KnownJira {
  const issues = new JiraIssues(indexLagMs);
  const asked: string[] = [];

  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    await jira.before(method, path);
    asked.push(`${method} ${path}`);
    const failed = jira.failing(method, path);
    const answer =
      failed === undefined || failed.afterwards === true ? issues.answer(method, path, body, clock()) : failed;
    const { status } = failed ?? answer;
    if (failed === undefined && status < 300) return "body" in answer ? answer.body : undefined;
    if (status === 404 && method === "GET") return undefined;
    const isPassing = status === 0 || status === 429 || status >= 500;
    const { retryAfterMs } = failed ?? {};
    throw Object.assign(new Error(`Jira answered ${status}`), { jiraStatus: status, isPassing, retryAfterMs });
  }

  const jira: KnownJira = {
    issues: issues.all,
    asked,
    failing: () => undefined,
    before: async () => undefined,
    async search(jql) {
      const { issues: found } = (await ask("POST", "/rest/api/3/search/jql", { jql })) as { issues: Described[] };
      return found.map(({ id, key, fields }) => ({ id, key, isDone: fields.status.statusCategory.key === "done" }));
    },
    async create({ summary, description, labels }: NewIssue) {
      const fields = { project: { key: "SEC" }, issuetype: { name: "Task" }, summary, description, labels };
      return (await ask("POST", "/rest/api/3/issue", { fields })) as { id: string; key: string };
    },
    async comment(id, body) {
      await ask("POST", `/rest/api/3/issue/${id}/comment`, { body });
    },
    async isDone(id) {
      const issue = (await ask("GET", `/rest/api/3/issue/${id}?fields=status`)) as Described | undefined;
      return issue === undefined ? undefined : issue.fields.status.statusCategory.key === "done";
    },
    async transitions(id) {
      const { transitions } = (await ask("GET", `/rest/api/3/issue/${id}/transitions`)) as { transitions: Offered[] };
      return transitions.map(({ id: transitionId, to }) => ({ id: transitionId, category: to.statusCategory.key }));
    },
    async transition(id, transitionId) {
      await ask("POST", `/rest/api/3/issue/${id}/transitions`, { transition: { id: transitionId } });
    },
  };
  return jira;
}

interface Described {
  readonly id: string;
  readonly key: string;
  readonly fields: { readonly status: { readonly statusCategory: { readonly key: string } } };
}

interface Offered {
  readonly id: string;
  readonly to: { readonly statusCategory: { readonly key: "new" | "indeterminate" | "done" } };
}
