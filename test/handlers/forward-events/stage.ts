import type { ResourceEvent } from "../../../local/account/types";
import type { SaidMessage } from "../../../core/splunk/said-message";
import { saidMessageIn } from "../../../core/splunk/said-message";
import { forwarding } from "../../../handlers/forward-events/forwarding";
import type { UnsentStatements } from "../../../handlers/forward-events/outbox";
import { log } from "../../../handlers/post-denials/audit";
import type { Handler } from "../../../stacks/warden-function";
import { ACCOUNT, REGION, SETUP } from "../../local/account/fixture";
import { startCalledAccount } from "../../support/called-account";
import { setEnvironment } from "../../support/environment";
import { quietly } from "./quietly";

const arnOf = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const [forwardArn, lettersArn] = [arnOf("forward-events"), arnOf("tester-dead-letters")];

/** A function that forwards, between the queue for it and the function's own dead-letter queue, in a real local account. */
export async function startForwarding() {
  const queue = (arn: string) => ({ arn, url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${arn.split(":")[5]}` });
  const called = await startCalledAccount({ ...SETUP, queues: [queue(forwardArn), queue(lettersArn)] });
  const { account, calls, events } = called;
  const urlOf = (arn: string) => `${account.endpoint}/${ACCOUNT}/${arn.split(":")[5]}`;
  const restore = setEnvironment({
    FORWARD_QUEUE_URL: urlOf(forwardArn),
    DEAD_LETTER_QUEUE_URL: urlOf(lettersArn),
  });

  const bodiesIn = (arn: string) =>
    events.flatMap((event: ResourceEvent) => (event.type === "sqs-send" && event.queueArn === arn ? [event.body] : []));

  return {
    account,
    calls,
    /** Runs one invocation of a handler; what its log holds, and what it answered or failed with. */
    async invoke(handler: Handler, event: unknown = {}, remainingMs = 30_000, requestId = "request-1") {
      const context = {
        awsRequestId: requestId,
        invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:tester`,
        getRemainingTimeInMillis: () => remainingMs,
      };
      const { result, lines } = await quietly(async () => {
        try {
          return { answer: await forwarding(() => handler, "tester")(event, context) };
        } catch (error) {
          return { failure: (error as Error).message };
        }
      });
      return { ...result, lines };
    },
    /** What waits for Splunk, in the order in which it was sent. */
    forwarded: () => bodiesIn(forwardArn).map((body) => saidMessageIn(body) as SaidMessage),
    /** What the function has left in its own dead-letter queue. */
    unsent: () => bodiesIn(lettersArn).map((body) => JSON.parse(body) as UnsentStatements),
    reset() {
      called.forget();
      account.put({ faults: [] });
    },
    async stop() {
      restore();
      await called.stop();
    },
  };
}

/** A handler that states these, and then answers or fails. */
export function stating(names: readonly string[], failure?: string): Handler {
  return async () => {
    for (const name of names) log("posted", { incident: name, eventIds: [`id-of-${name}`] });
    if (failure !== undefined) throw new Error(failure);
    return "answered";
  };
}
