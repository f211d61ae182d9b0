import { actionStore } from "../clients/action-store";
import { answerStore } from "../clients/answer-store";
import { delayQueue } from "../clients/queue";
import type { Secret } from "../clients/secret";
import { secret } from "../clients/secret";
import { ephemeralMessage, respondToUser } from "../clients/slack-response";
import { stateTable } from "../clients/state-table";
import { recordIdForm } from "../core/actions/record-id";
import type { ButtonPress } from "../core/slack/interaction";
import { isApprover, readButtonPress, slackIdentity } from "../core/slack/interaction";
import { isSignedBySlack } from "../core/slack/signature";
import type { AnswerParts } from "./actions/give-answer";
import { giveAnswer } from "./actions/give-answer";
import type { HttpResponse } from "./approve-action/http";
import { answer, httpRequest, refusal } from "./approve-action/http";
import type { ApproveActionEnvironment, ApproveActionSettings } from "./approve-action/settings";
import { answerText } from "./approve-action/wording";
import { log } from "./post-denials/audit";

interface Parts extends AnswerParts {
  claimPress(triggerId: string, nowMs: number): Promise<boolean>;
}

/**
 * Makes the handler of `approve-action`, once per container: what a press on a button under a question comes in to. It only
 * writes the answer down and wakes the responder, which decides anew, so that Slack hears back within its three seconds.
 */
export function approveAction(settings: ApproveActionSettings): (event: unknown) => Promise<HttpResponse> {
  const environment = process.env as unknown as ApproveActionEnvironment;
  const kept: { signingSecret?: Secret; parts?: Parts } = {};
  return async (event) => {
    const nowMs = Date.now();
    const request = httpRequest(event);
    const signed = {
      body: request.body,
      timestamp: request.header("x-slack-request-timestamp"),
      signature: request.header("x-slack-signature"),
    };
    // Whoever does not even claim to be Slack costs no call.
    if (request.method !== "POST" || signed.timestamp === undefined || signed.signature === undefined) return refusal();
    kept.signingSecret ??= secret(environment.SLACK_SIGNING_SECRET_ID);
    if (!isSignedBySlack(signed, await kept.signingSecret.value(nowMs), nowMs)) return refusal();
    const press = readButtonPress(request.body.toString("utf8"));
    if (press === undefined) return answer();
    kept.parts ??= partsOf(environment);
    if (!(await kept.parts.claimPress(press.triggerId, nowMs))) return refusal();
    const message = ephemeralMessage(await textFor(press, settings, kept.parts, nowMs));
    // Slack shows what is posted there, and nothing of the answer's body, for buttons of Block Kit.
    if (!(await respondToUser(press.responseUrl, message))) log("not-shown", { record: press.recordId });
    return answer(message);
  };
}

function partsOf({ ACTIONS_TABLE_NAME, WAKE_QUEUE_URLS }: ApproveActionEnvironment): Parts {
  const table = stateTable(ACTIONS_TABLE_NAME);
  const answers = answerStore(table);
  const queueUrls = JSON.parse(WAKE_QUEUE_URLS) as Readonly<Record<string, string>>;
  return {
    store: actionStore(table),
    answers,
    claimPress: (triggerId, nowMs) => answers.claimPress(triggerId, nowMs),
    wakeOf({ action }) {
      const url = queueUrls[action];
      return url === undefined ? undefined : delayQueue(url);
    },
  };
}

async function textFor(
  press: ButtonPress,
  { approvers }: ApproveActionSettings,
  parts: Parts,
  nowMs: number,
): Promise<string> {
  const { user, recordId } = press;
  const by = slackIdentity(user);
  if (!isApprover(user, approvers)) {
    log("not-an-approver", { record: recordId.slice(0, 100), by });
    return "You are not among this stack's approvers (`slack.approvers`). Nothing was changed.";
  }
  if (!recordIdForm.test(recordId)) return answerText(press.answer, recordId, { outcome: "unknown" });
  const given = await giveAnswer(recordId, press.answer, by, parts, nowMs);
  log("pressed", { record: recordId, answer: press.answer, by, outcome: given.outcome });
  return answerText(press.answer, recordId, given);
}
