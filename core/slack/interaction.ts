import type { Answer } from "../actions/record";
import { textAt, valueAt } from "../cloudtrail/record";

/** `action_id` of each button under a question; its `value` is the id of the question's record. */
export const answerButtons: Readonly<Record<Answer, string>> = Object.freeze({
  approve: "warden-approve",
  leave: "warden-leave",
  expected: "warden-expected",
});

/** A Slack user, and the two workspaces that a press names: the user's own and the one that the app is installed in. */
export interface SlackUser {
  readonly id: string;
  readonly workspace: string | undefined;
  readonly appWorkspace: string | undefined;
}

/** One press of a button under a question. */
export interface ButtonPress {
  /** Of this press alone: what names it again is the same request again. */
  readonly triggerId: string;
  readonly user: SlackUser;
  readonly answer: Answer;
  readonly recordId: string;
  /** Where a message that only the user sees can be posted. */
  readonly responseUrl: string | undefined;
}

/**
 * Reads the body of Slack's `block_actions` request, a form whose field `payload` is JSON. Undefined for anything else,
 * also for the buttons of others. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function readButtonPress(body: string): ButtonPress | undefined {
  const payload = jsonOf(new URLSearchParams(body).get("payload") ?? "");
  if (textAt(payload, "type") !== "block_actions") return undefined;
  const actions = valueAt(payload, "actions");
  const [action, ...others] = Array.isArray(actions) ? (actions as readonly unknown[]) : [];
  const answer = answerOf(textAt(action, "action_id"));
  const triggerId = textAt(payload, "trigger_id");
  const userId = textAt(payload, "user", "id");
  const recordId = textAt(action, "value");
  if (others.length > 0 || answer === undefined || triggerId === undefined) return undefined;
  if (userId === undefined || recordId === undefined) return undefined;
  const appWorkspace = textAt(payload, "team", "id");
  const workspace = textAt(payload, "user", "team_id") ?? appWorkspace;
  const responseUrl = textAt(payload, "response_url");
  return { triggerId, user: { id: userId, workspace, appWorkspace }, answer, recordId, responseUrl };
}

function answerOf(actionId: string | undefined): Answer | undefined {
  const answers: readonly Answer[] = ["approve", "leave", "expected"];
  return answers.find((answer) => answerButtons[answer] === actionId);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Whether one of `approvers` (`T…/U…`, or `U…` alone) is this user. Ids are unique within a workspace only, and channels may be
 * shared: without a workspace, an entry stands for a user of the workspace that the app is installed in.
 */
export function isApprover({ id, workspace, appWorkspace }: SlackUser, approvers: readonly string[]): boolean {
  if (workspace === undefined) return false;
  return approvers.some((approver) =>
    approver.includes("/") ? approver === `${workspace}/${id}` : approver === id && workspace === appWorkspace,
  );
}

/** How the user is named in a record: workspace and user id, since a name can be changed by whoever bears it. */
export function slackIdentity({ id, workspace }: SlackUser): string {
  return `slack:${workspace ?? "unknown"}/${id}`;
}
