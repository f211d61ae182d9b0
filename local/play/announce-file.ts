import { messagesIn } from "../../handlers/watch-trail/messages";
import type { ErrorEffect } from "../effects";
import type { Destinations } from "./destinations";
import type { FileDelivery } from "./file-feed";
import { queueBody } from "./notification";
import type { Queues } from "./queues";

export interface AnnouncingParts {
  readonly destinations: Destinations;
  readonly queues: Queues;
  readonly emit: (effect: ErrorEffect) => void;
}

/** Denials in the files that were announced, by the files' keys, for whoever gives an announcement up. */
export class AnnouncedFiles {
  private readonly idsByKey = new Map<string, readonly string[]>();

  note({ object, eventIds }: FileDelivery): void {
    if (eventIds.length > 0) this.idsByKey.set(object.key, eventIds);
  }

  /** Of a dead letter in which a function has given an announcement up; none for any other text. */
  idsIn(letter: string): string[] {
    const [message] = messagesIn(objectIn(letter)) ?? [];
    return (message?.objects ?? []).flatMap(({ key }) => this.idsByKey.get(key) ?? []);
  }
}

function objectIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Announces a trail's new file, as its owner's topic or its bucket does: to the queue that the reader's function consumes. */
export function announceFile(
  { reader, announcement, eventIds, object }: FileDelivery,
  { destinations, queues, emit }: AnnouncingParts,
  atMs: number,
): void {
  const { topicArn, queueArn, functionName } = reader;
  if (topicArn === undefined) {
    queues.add(queueArn, { body: announcement, eventIds }, atMs);
    return;
  }
  const messageId = `00000000-0000-5000-8000-${object.key.slice(-20, -8)}`;
  const text = queueBody({ topicArn, messageId, subject: "Amazon S3 Notification", message: announcement, atMs });
  const by = { service: "sns.amazonaws.com", sourceArn: topicArn };
  const failure = destinations.send(queueArn, { text, eventIds, by }, atMs);
  if (failure === undefined) return;
  const message = `the file ${object.key} could not be announced: ${failure}`;
  emit({ effect: "error", at: new Date(atMs).toISOString(), function: functionName, message, eventIds });
}
