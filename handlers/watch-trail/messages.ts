import { textAt, valueAt } from "../../core/cloudtrail/record";
import { announcementIn } from "../../core/trail-files/announcement";
import type { FileMessage } from "./take-files";

/** One message of the queue that announces log files. */
export interface AnnouncingMessage extends FileMessage {
  readonly body: string;
  /** It announces nothing that is known. */
  readonly isStrange: boolean;
  /** False for one that was redriven: no queue hands it out again. */
  readonly isInQueue: boolean;
  /** How often it was received, this time included. */
  readonly tries: number;
}

/**
 * The messages that an event holds, undefined where it is of another kind. Beside a batch of the queue these are dead letters that
 * are redriven: what a queue gave up is the announcement itself, without the queue's envelope, and what the function itself gave up
 * is its body under a word of its own.
 */
export function messagesIn(event: unknown): AnnouncingMessage[] | undefined {
  const records = valueAt(event, "Records");
  if (Array.isArray(records)) {
    if (records.every((record) => textAt(record, "eventSource") === "aws:sqs")) return records.map(messageOf);
    if (records.every((record) => textAt(record, "EventSource") === "aws:sns")) {
      return records.map((record) => redriven(JSON.stringify(valueAt(record, "Sns"))));
    }
    return [redriven(JSON.stringify(event))];
  }
  if (Array.isArray(valueAt(event, "s3ObjectKey"))) return [redriven(JSON.stringify(event))];
  if (textAt(event, "warden") === "announcement") return [redriven(textAt(event, "body") ?? "")];
  return undefined;
}

/** The form in which the function itself gives a message up. */
export function givenUp({ body }: AnnouncingMessage): object {
  return { warden: "announcement", body };
}

function redriven(body: string): AnnouncingMessage {
  return messageOf({ messageId: "redriven", body });
}

function messageOf(record: unknown): AnnouncingMessage {
  const body = textAt(record, "body") ?? "";
  const announcement = announcementIn(body);
  return {
    messageId: textAt(record, "messageId") ?? "",
    body,
    objects: announcement.kind === "objects" ? announcement.objects : [],
    isStrange: announcement.kind === "strange",
    isInQueue: textAt(record, "eventSourceARN") !== undefined,
    tries: Number(textAt(record, "attributes", "ApproximateReceiveCount") ?? 1),
  };
}
