import type { ResourceEvent } from "../account/types";
import type { ErrorEffect } from "../effects";
import type { EventBuses } from "./event-buses";
import { idsOfMessage } from "./event-ids";
import type { DeclaredFunction } from "./functions";
import type { Queues } from "./queues";
import type { Topics } from "./topics";

export interface ConsequencesParts {
  readonly functions: readonly DeclaredFunction[];
  readonly topics: Topics;
  readonly queues: Queues;
  readonly buses: EventBuses;
  readonly emit: (effect: ErrorEffect) => void;
  /** Events that a letter of the function is about without naming them, as far as nobody was told of them. */
  readonly idsIn?: (functionName: string, letter: string) => string[];
}

/** Carries on what a call of a function to the local account sets off elsewhere. */
export function carryOn(event: ResourceEvent, parts: ConsequencesParts, atMs: number): void {
  switch (event.type) {
    case "sns-publish":
      return parts.topics.publish(event, atMs);
    case "sqs-send":
      tellOfDeadLetter(event, parts, atMs);
      return parts.queues.add(event.queueArn, event, atMs);
    case "events-put":
      return parts.buses.putTo(event.busArn, event.event, atMs);
  }
}

/** A function puts into its own dead-letter queue what it has given up. */
function tellOfDeadLetter(
  { queueArn, body }: Extract<ResourceEvent, { type: "sqs-send" }>,
  { functions, emit, idsIn }: ConsequencesParts,
  atMs: number,
): void {
  const owner = functions.find(({ deadLetterQueueArn }) => deadLetterQueueArn === queueArn);
  if (owner === undefined) return;
  const named = idsOfMessage(body);
  const eventIds = named.length > 0 ? named : (idsIn?.(owner.name, body) ?? []);
  const at = new Date(atMs).toISOString();
  emit({ effect: "error", at, function: owner.name, message: "given up after three tries", eventIds });
}
