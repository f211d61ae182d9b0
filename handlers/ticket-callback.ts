import type { DelayQueue } from "../clients/queue";
import { delayQueue } from "../clients/queue";
import type { Secret } from "../clients/secret";
import { secret } from "../clients/secret";
import { textAt, valueAt } from "../core/cloudtrail/record";
import { callbackIn, isRecent } from "../core/tickets/callback";
import { isSignedByJira } from "../core/tickets/signature";
import type { InvocationContext } from "../stacks/warden-function";
import type { HttpResponse } from "./approve-action/http";
import { answer, httpRequest, refusal } from "./approve-action/http";
import { log } from "./post-denials/audit";
import type { CallbackMessage } from "./ticket-callback/message";
import { callbackMessageIn } from "./ticket-callback/message";
import type { CallbackParts } from "./ticket-callback/parts";
import { callbackParts } from "./ticket-callback/parts";
import type { TicketCallbackEnvironment, TicketCallbackSettings } from "./ticket-callback/settings";
import { takeUp } from "./ticket-callback/take-up";

interface Kept {
  callbackSecret?: Secret;
  queue?: DelayQueue;
  parts?: CallbackParts;
}

/**
 * Makes the handler of `ticket-callback`, once per container. Two kinds of event come in: Jira's webhook, at a public address,
 * which is checked and put into the function's own queue so that Jira has its answer at once; and the messages of that queue.
 */
export function ticketCallback(
  settings: TicketCallbackSettings,
): (event: unknown, context: InvocationContext) => Promise<HttpResponse | undefined> {
  const environment = process.env as unknown as TicketCallbackEnvironment;
  const kept: Kept = {};
  return async (event, { invokedFunctionArn }) => {
    const nowMs = Date.now();
    const records = valueAt(event, "Records");
    if (!Array.isArray(records)) return receive(event, environment, kept, nowMs);
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME
    const ownAccount = invokedFunctionArn.split(":")[4];
    if (kept.parts?.ownAccount !== ownAccount) delete kept.parts;
    const parts = (kept.parts ??= callbackParts(settings, environment, ownAccount));
    for (const record of records) {
      const message = callbackMessageIn(textAt(record, "body") ?? "");
      if (message === undefined) throw new Error("not a message of the function's own queue");
      await takeUp(message, parts, nowMs);
    }
    return undefined;
  };
}

async function receive(
  event: unknown,
  environment: TicketCallbackEnvironment,
  kept: Kept,
  nowMs: number,
): Promise<HttpResponse> {
  const request = httpRequest(event);
  const signature = request.header("x-hub-signature");
  // Whoever does not even claim to be Jira costs no call.
  if (request.method !== "POST" || signature === undefined) return refusal();
  kept.callbackSecret ??= secret(environment.JIRA_CALLBACK_SECRET_ID);
  if (!isSignedByJira(request.body, signature, await kept.callbackSecret.value(nowMs))) return refusal();
  const callback = callbackIn(request.body.toString("utf8"));
  // Signed, and of no interest.
  if (callback === undefined || callback.incidents.length === 0) return answer();
  if (!isRecent(callback, nowMs)) return refusal();
  const { issueId, incidents, actions, isNew } = callback;
  const message: CallbackMessage = { warden: "callback", record: issueId, incidents, actions, isNew, tries: 0 };
  kept.queue ??= delayQueue(environment.WAKE_QUEUE_URL);
  await kept.queue.send(message, 0);
  log("called-back", { issue: issueId, isNew, actions: actions.length });
  return answer();
}
