import { answerButtons } from "../core/slack/interaction";
import { slackSignature } from "../core/slack/signature";
import { urlEvent } from "../local/play/function-urls";
import { webhookStandIn } from "../local/stack-file";

/** An approver's press under a question that nobody knows any more, signed as the local account's stand-in for the secret signs. */
export function buttonPress(run: number, atMs: number): unknown {
  const payload = {
    type: "block_actions",
    user: { id: "U0CAROL00", team_id: "T0HOME000" },
    team: { id: "T0HOME000" },
    trigger_id: `1.2.${run}`,
    response_url: "https://hooks.slack.com/actions/T0HOME000/1/secret",
    actions: [{ type: "button", action_id: answerButtons.leave, value: String(run).padStart(32, "0") }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(atMs / 1000));
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": slackSignature(Buffer.from(body), timestamp, webhookStandIn),
  };
  return urlEvent({ method: "POST", headers, body }, atMs);
}
