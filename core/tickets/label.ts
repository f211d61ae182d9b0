import { shortDigest } from "../short-digest";

/** Hexadecimal digits of the hash: 64 bits, so that two causes of one project never meet. */
const digits = 16;

/** Form of the labels by which issues are found. */
export const labelForm = /^warden-[0-9a-f]{16}$/;

/**
 * The label of an incident's issue: the same for the same cause, and nothing of the cause in it. A cause may hold text of
 * anybody's, which is neither for a query nor for a label.
 */
export function causeLabel(cause: string): string {
  return `warden-${shortDigest(cause, "hex", digits)}`;
}

/**
 * The search for the issue of an incident, the oldest first. Both parts are checked before they come here.
 * https://support.atlassian.com/jira-software-cloud/docs/jql-fields/#Labels
 */
export function issueQuery(project: string, label: string): string {
  return `project = "${project}" AND labels = "${label}" ORDER BY created ASC`;
}
