import { textAt } from "../../core/cloudtrail/record";
import { handedOnEventIn } from "./handed-on-message";
import type { ResponderParts } from "./parts";
import type { Responder } from "./responder";
import { wake } from "./wake";
import { wakeMessageIn } from "./wake-message";

/** What a function does with messages of its wake queue. */
export interface MessageTaker {
  readonly responders: readonly Responder<unknown>[];
  readonly responding: ResponderParts;
  /** Takes up a call that whoever reads the trail has handed on, which may have come by EventBridge before. */
  readonly takeHandedOn: (event: object, responding: ResponderParts) => Promise<void>;
}

/** Handles messages of a wake queue in their order. Throws with the first that is none, or that has to come again. */
export async function takeMessages(
  messages: readonly unknown[],
  { responders, responding, takeHandedOn }: MessageTaker,
  nowMs: number,
): Promise<void> {
  for (const each of messages) {
    const body = textAt(each, "body");
    const event = handedOnEventIn(body);
    if (event !== undefined) {
      await takeHandedOn(event, { ...responding, isSecondRoad: true });
      continue;
    }
    const message = wakeMessageIn(body);
    if (message === undefined) throw new Error("no message of the wake queue");
    await wake(message, responders, responding, nowMs);
  }
}
