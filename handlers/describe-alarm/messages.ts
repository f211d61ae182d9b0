import { textAt, valueAt } from "../../core/cloudtrail/record";

/** A message of a topic, as SNS hands it to a function. */
export interface TopicMessage {
  readonly id: string;
  readonly text: string;
}

/** Throws an Error for an event that is not of SNS. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function messagesOf(event: unknown): TopicMessage[] {
  const records = valueAt(event, "Records");
  if (!Array.isArray(records) || records.length === 0) throw new Error("not an event of SNS: it has no records");
  return records.map((record: unknown) => {
    const [id, text] = [textAt(record, "Sns", "MessageId"), textAt(record, "Sns", "Message")];
    if (id === undefined || text === undefined) throw new Error("not an event of SNS: a record has no message");
    return { id, text };
  });
}
