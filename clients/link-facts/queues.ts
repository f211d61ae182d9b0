import type { QueueAttributeName } from "@aws-sdk/client-sqs";

import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

const gone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "com.amazonaws.sqs#QueueDoesNotExist"];

/** Who may send to a queue. A queue of somebody else's is asked for its ARN alone. */
export async function queueFacts(
  { isOfOthers, url }: LinkOf<"queue">,
  asker: LinkAsker,
): Promise<FactsByKind["queue"]> {
  const attributes = await queueAttributes(url, [isOfOthers ? "QueueArn" : "Policy"], asker);
  return attributes === undefined ? undefined : { policy: attributes.Policy };
}

/**
 * The queue's attributes of these names; undefined where there is no such queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export async function queueAttributes(
  QueueUrl: string,
  names: readonly QueueAttributeName[],
  asker: LinkAsker,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { GetQueueAttributesCommand, SQSClient } =
    require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
  const client = new SQSClient({ ...asker.options(), useQueueUrlAsEndpoint: asker.options().endpoint === undefined });
  try {
    const answer = await unlessMissing(gone, () =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] })),
    );
    return answer && (answer.Attributes ?? {});
  } finally {
    client.destroy();
  }
}
