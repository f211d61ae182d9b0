/** A comment as it was posted. */
export interface LocalComment {
  readonly atMs: number;
  readonly body: unknown;
}

/** An issue of the local Jira. */
export interface LocalIssue {
  readonly id: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly createdMs: number;
  status: "new" | "indeterminate" | "done";
  /** Statuses that it was led to, in order. */
  readonly moves: LocalIssue["status"][];
  readonly comments: LocalComment[];
}

/** The workflow that Jira gives to a new project: every status leads to every other. */
const transitions = [
  { id: "11", name: "To Do", category: "new" },
  { id: "21", name: "In Progress", category: "indeterminate" },
  { id: "31", name: "Done", category: "done" },
] as const;

export interface JiraAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** An issue that was made by the request. */
  readonly made?: LocalIssue;
}

const notFound: JiraAnswer = {
  status: 404,
  body: { errorMessages: ["Issue does not exist or you do not have permission to see it."] },
};
const labelsInQuery = /labels = "([^"]*)"/;
const projectInQuery = /project = "([^"]*)"/;

/** The issues of a local Jira, and what its REST API answers about them. Searches see an issue only after `indexLagMs`. */
export class JiraIssues {
  readonly all: LocalIssue[] = [];

  constructor(private readonly indexLagMs: number) {}

  answer(method: string, path: string, body: unknown, nowMs: number): JiraAnswer {
    const [, id = "", what = ""] = /^\/rest\/api\/3\/issue\/(\w[\w-]*)(?:\/(\w+))?(?:\?.*)?$/.exec(path) ?? [];
    const issue = this.all.find((one) => one.id === id || one.key === id);
    if (method === "POST" && path === "/rest/api/3/search/jql") return this.search(body, nowMs);
    if (method === "POST" && path === "/rest/api/3/issue") return this.create(body, nowMs);
    if (issue === undefined) return notFound;
    switch (`${method} ${what}`) {
      case "GET ":
        return { status: 200, body: described(issue) };
      case "POST comment":
        issue.comments.push({ atMs: nowMs, body: (body as { body?: unknown } | undefined)?.body });
        return { status: 201, body: { id: String(issue.comments.length) } };
      case "GET transitions":
        return { status: 200, body: { transitions: transitions.map(describedTransition) } };
      case "POST transitions":
        return move(issue, (body as { transition?: { id?: unknown } } | undefined)?.transition?.id);
      default:
        return { status: 405 };
    }
  }

  private search(body: unknown, nowMs: number): JiraAnswer {
    const query = String((body as { jql?: unknown } | undefined)?.jql);
    const label = labelsInQuery.exec(query)?.[1];
    const project = projectInQuery.exec(query)?.[1];
    if (label === undefined || project === undefined)
      return { status: 400, body: { errorMessages: ["Error in the JQL Query"] } };
    const found = this.all.filter(
      ({ labels, key, createdMs }) =>
        labels.includes(label) && key.startsWith(`${project}-`) && createdMs + this.indexLagMs <= nowMs,
    );
    return { status: 200, body: { isLast: true, issues: found.map(described) } };
  }

  private create(body: unknown, nowMs: number): JiraAnswer {
    const fields = ((body ?? {}) as { fields?: Readonly<Record<string, unknown>> }).fields ?? {};
    const problems = problemsOf(fields);
    if (Object.keys(problems).length > 0) return { status: 400, body: { errorMessages: [], errors: problems } };
    const number = this.all.length + 1;
    const project = String((fields.project as { key?: unknown }).key);
    const made: LocalIssue = {
      id: String(10_000 + number),
      key: `${project}-${number}`,
      fields,
      labels: (fields.labels ?? []) as readonly string[],
      createdMs: nowMs,
      status: "new",
      moves: [],
      comments: [],
    };
    this.all.push(made);
    return { status: 201, body: { id: made.id, key: made.key }, made };
  }
}

/** What Jira refuses of a new issue. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post */
function problemsOf({ project, issuetype, summary, description, labels }: Readonly<Record<string, unknown>>) {
  const isSummary = typeof summary === "string" && summary !== "" && summary.length <= 255 && !/[\r\n]/.test(summary);
  const isDocument = (description as { type?: unknown } | undefined)?.type === "doc";
  const areLabels = Array.isArray(labels) && labels.every((label) => typeof label === "string" && !/\s/.test(label));
  return {
    ...(project === undefined || issuetype === undefined ? { project: "Specify a valid project ID or key" } : {}),
    ...(isSummary ? {} : { summary: "Specify a summary of at most 255 characters on one line" }),
    ...(isDocument ? {} : { description: "Operation value must be an Atlassian Document" }),
    ...(areLabels ? {} : { labels: "The label can't contain spaces." }),
  };
}

function describedTransition({ id, name, category }: (typeof transitions)[number]): object {
  return { id, name, to: { name, statusCategory: { key: category } } };
}

function described({ id, key, status }: LocalIssue): object {
  return { id, key, fields: { status: { statusCategory: { key: status } } } };
}

function move(issue: LocalIssue, transitionId: unknown): JiraAnswer {
  const taken = transitions.find(({ id }) => id === transitionId);
  if (taken === undefined)
    return {
      status: 400,
      body: { errorMessages: ["It seems that you have tried to perform a workflow operation that is not valid"] },
    };
  issue.status = taken.category;
  issue.moves.push(taken.category);
  return { status: 204 };
}
