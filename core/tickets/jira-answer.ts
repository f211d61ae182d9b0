import type { TicketIssue } from "./ticket-record";

/** Jira's three kinds of status, and what is none of them. */
export type StatusCategory = "new" | "indeterminate" | "done" | "unknown";

/** The issue that an answer names; undefined where it names none. */
export function issueIn(value: unknown): TicketIssue | undefined {
  const id = fieldOf(value, "id");
  const key = fieldOf(value, "key");
  const isIssue = typeof id === "string" && /^\d{1,19}$/.test(id) && typeof key === "string";
  return isIssue ? { id, key: key.slice(0, 50) } : undefined;
}

/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-workflow-status-categories/ */
export function categoryIn(status: unknown): StatusCategory {
  const key = fieldOf(status, "statusCategory", "key");
  return key === "new" || key === "indeterminate" || key === "done" ? key : "unknown";
}

/** The list under this name; empty where there is none. */
export function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}

/** What is at this path; undefined where there is nothing. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (found as Readonly<Record<string, unknown>> | null | undefined)?.[name],
    value,
  );
}
