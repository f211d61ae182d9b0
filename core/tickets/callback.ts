import { valueAt, textAt } from "../cloudtrail/record";
import { labelForm } from "./label";

/** What a webhook of Jira says, as far as it is used. */
export interface Callback {
  /** When Jira sent it, by its own clock. */
  readonly sentAtMs: number;
  readonly issueId: string;
  /** Labels of incidents that the issue has; an issue of Warden's has one. */
  readonly incidents: readonly string[];
  /** Names of actions that the issue asks for, as it names them: checked by nobody yet, at most ten. */
  readonly actions: readonly string[];
  /** Whether the issue is new, and so is to be enriched. */
  readonly isNew: boolean;
}

/** A label that asks for an action. */
const actionPrefix = "warden-action-";
const mostActions = 10;
const longestLabel = 255;

/** How far the time in a webhook's body may be from now, either way. */
export const callbackWindowMs = 300_000;

/**
 * A webhook's body as what it asks for: `jira:issue_created`, and `jira:issue_updated` where it adds a label that names an
 * action. Undefined for everything else. The signature is checked before.
 * https://developer.atlassian.com/cloud/jira/platform/webhooks/#example-of-a-callback-body
 */
export function callbackIn(body: string): Callback | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const sentAtMs = valueAt(value, "timestamp");
  const issueId = textAt(value, "issue", "id");
  if (typeof sentAtMs !== "number" || issueId === undefined || !/^\d{1,19}$/.test(issueId)) return undefined;
  const labels = labelsIn(valueAt(value, "issue", "fields", "labels"));
  const event = textAt(value, "webhookEvent");
  const isNew = event === "jira:issue_created";
  if (!isNew && event !== "jira:issue_updated") return undefined;
  const asking = isNew ? labels : addedLabels(value).filter((label) => labels.includes(label));
  const actions = asking
    .filter((label) => label.startsWith(actionPrefix))
    .slice(0, mostActions)
    .map((label) => label.slice(actionPrefix.length));
  if (!isNew && actions.length === 0) return undefined;
  return { sentAtMs, issueId, incidents: labels.filter((label) => labelForm.test(label)), actions, isNew };
}

/** Whether the webhook was sent a moment ago: an old one, however well signed, is a copy. */
export function isRecent({ sentAtMs }: Callback, nowMs: number): boolean {
  return Math.abs(nowMs - sentAtMs) <= callbackWindowMs;
}

function labelsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((label): label is string => typeof label === "string" && label.length <= longestLabel);
}

/** Labels hold no spaces, so a change's texts are lists apart by spaces. */
function addedLabels(value: unknown): string[] {
  const changes = valueAt(value, "changelog", "items");
  if (!Array.isArray(changes)) return [];
  return changes
    .filter((change) => textAt(change, "field") === "labels")
    .flatMap((change) => {
      const before = (textAt(change, "fromString") ?? "").split(" ");
      return (textAt(change, "toString") ?? "").split(" ").filter((label) => label !== "" && !before.includes(label));
    });
}
