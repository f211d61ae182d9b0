import { textAt, valueAt } from "../../core/cloudtrail/record";
import { isStatement } from "../../core/splunk/said-message";
import type { Handler, InvocationContext } from "../../stacks/warden-function";
import type { Outbox } from "./outbox";
import { outbox, sendAgain } from "./outbox";
import { overhear } from "./overhear";

/** What a function that forwards is told of beside its own environment. */
export interface ForwardingEnvironment {
  readonly FORWARD_QUEUE_URL: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
}

/** Before an invocation is cut off, what it has stated so far is sent. Milliseconds. */
const lastMomentMs = 6_000;

/** Left for the answer itself. Milliseconds. */
const answerMs = 500;

/** The longest that sending may hold an invocation up; usually it is one call of a few milliseconds. */
const mostFlushMs = 25_000;

/** The same where somebody waits for the answer: Slack gives up after three seconds in all. https://docs.slack.dev/interactivity/handling-user-interaction */
const mostFlushOfRequestMs = 1_200;

/**
 * A handler that does what `make` makes and then sends what was stated meanwhile to the queue `forward-events`, whether it
 * went well or not. It neither fails nor succeeds where the handler itself does not.
 */
export function forwarding(make: () => Handler, name: string): Handler {
  const environment = process.env as unknown as ForwardingEnvironment;
  const { FORWARD_QUEUE_URL: queueUrl, DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl } = environment;
  const handle = make();
  const box = outbox(queueUrl, deadLetterQueueUrl);
  return async (event, context) => {
    const unsent = unsentIn(event);
    if (unsent !== undefined) return sendAgain(unsent, queueUrl);
    const restore = overhear(noting(box, name, context));
    const leftMs = remainingMs(context);
    const cutOff = setTimeout(() => void box.flush(lastMomentMs - answerMs), Math.max(0, leftMs - lastMomentMs));
    try {
      return await handle(event, context);
    } finally {
      clearTimeout(cutOff);
      restore();
      const mostMs = isRequest(event) ? mostFlushOfRequestMs : mostFlushMs;
      await box.flush(Math.max(answerMs, Math.min(mostMs, remainingMs(context) - answerMs)));
    }
  };
}

function noting(box: Outbox, name: string, { awsRequestId: requestId }: InvocationContext): (line: string) => void {
  let position = 0;
  return (text) => {
    if (isStatement(text)) box.note({ text, atMs: Date.now(), function: name, requestId, position: position++ });
  };
}

/** As long as may be where nobody tells. */
function remainingMs(context: InvocationContext): number {
  return context.getRemainingTimeInMillis?.() ?? mostFlushMs + lastMomentMs;
}

/** Whether it came over a function URL. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
function isRequest(event: unknown): boolean {
  return valueAt(event, "requestContext", "http") !== undefined;
}

function unsentIn(event: unknown): readonly string[] | undefined {
  const bodies = valueAt(event, "bodies");
  const isUnsent = textAt(event, "warden") === "unsent" && Array.isArray(bodies);
  return isUnsent ? (bodies as readonly string[]) : undefined;
}
