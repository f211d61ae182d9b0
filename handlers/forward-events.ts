import { deadLetter } from "../clients/dead-letters";
import { secret } from "../clients/secret";
import type { EventCollector } from "../clients/splunk";
import { eventCollector } from "../clients/splunk";
import { textAt, valueAt } from "../core/cloudtrail/record";
import { collectorEvent } from "../core/splunk/collector-event";
import { collectorUrl } from "../core/splunk/collector-url";
import type { SaidMessage } from "../core/splunk/said-message";
import { saidMessageIn } from "../core/splunk/said-message";
import type { InvocationContext } from "../stacks/warden-function";
import type { ForwardedEvent } from "./forward-events/deliver";
import { deliver } from "./forward-events/deliver";
import type { ForwardEventsEnvironment, ForwardEventsSettings } from "./forward-events/settings";
import { log } from "./post-denials/audit";

/** What an event source mapping with partial batch responses is answered. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Where nobody tells how much time is left. */
const unknownRemainingMs = 30_000;

/**
 * Makes the handler of `forward-events`, once per container. It takes messages of the queue that the other functions write
 * to, and hands what they have stated to Splunk's HTTP Event Collector. What Splunk does not take stays in the queue.
 */
export function forwardEvents(
  settings: ForwardEventsSettings,
): (event: unknown, context: InvocationContext) => Promise<BatchAnswer> {
  const environment = process.env as unknown as ForwardEventsEnvironment;
  const kept: { collector?: EventCollector } = {};
  const giveUp = (body: string) => deadLetter(environment.DEAD_LETTER_QUEUE_URL, keepable(body));
  return async (event, context) => {
    const records = valueAt(event, "Records");
    if (!Array.isArray(records)) throw new Error("no messages of the queue");
    const messages = (records as readonly unknown[]).map(messageOf);
    const collector = (kept.collector ??= eventCollector(
      collectorUrl(environment.SPLUNK_HEC_URL),
      secret(environment.SPLUNK_TOKEN_SECRET_ID),
    ));
    const remainingMs = () => context.getRemainingTimeInMillis?.() ?? unknownRemainingMs;
    const events = messages.flatMap((message) => forwardedEvent(message, settings));
    const delivered = await deliver(events, { collector, giveUp, remainingMs }, Date.now());
    const strange = await giveUpAll(
      messages.filter(({ said }) => said === undefined),
      giveUp,
    );
    const back = [...delivered.back, ...strange.back];
    log("forwarded", { taken: delivered.taken, givenUp: delivered.givenUp + strange.givenUp, back: back.length });
    // A message that was redriven is in no queue any more: what is not taken now is Lambda's to try again.
    if (back.length > 0 && messages.some(({ isInQueue }) => !isInQueue))
      throw new Error(`${back.length} events were not taken`);
    return { batchItemFailures: back.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly said: SaidMessage | undefined;
  readonly isInQueue: boolean;
}

function messageOf(record: unknown): QueueMessage {
  const body = textAt(record, "body") ?? "";
  const isInQueue = textAt(record, "eventSourceARN") !== undefined;
  return { messageId: textAt(record, "messageId") ?? "", body, said: saidMessageIn(body), isInQueue };
}

function forwardedEvent({ messageId, body, said }: QueueMessage, { host }: ForwardEventsSettings): ForwardedEvent[] {
  return said === undefined ? [] : [{ messageId, body, text: collectorEvent(said, host) }];
}

/** What no function of this program has written is kept for people to look at. */
async function giveUpAll(
  messages: readonly QueueMessage[],
  giveUp: (body: string) => Promise<void>,
): Promise<{ readonly givenUp: number; readonly back: readonly string[] }> {
  const back: string[] = [];
  for (const { messageId, body } of messages) {
    try {
      await giveUp(body);
    } catch {
      back.push(messageId);
    }
  }
  return { givenUp: messages.length - back.length, back };
}

/** A dead letter that is redriven as what it was, where it was one of this program's. */
function keepable(body: string): object {
  return saidMessageIn(body) ?? { warden: "strange", body };
}
