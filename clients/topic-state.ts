import { callLimits } from "./call-limits";

/** A topic as SNS counts its subscriptions. */
export interface TopicState {
  readonly confirmed: number;
  readonly pending: number;
}

/** Undefined where there is no such topic. Throws what else SNS says. https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export async function topicState(topicArn: string): Promise<TopicState | undefined> {
  const { GetTopicAttributesCommand, SNSClient } =
    require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
  const client = new SNSClient(callLimits);
  try {
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    return {
      confirmed: Number(Attributes.SubscriptionsConfirmed ?? 0),
      pending: Number(Attributes.SubscriptionsPending ?? 0),
    };
  } catch (error) {
    const { name } = error as { name?: unknown };
    if (name === "NotFoundException" || name === "NotFound") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
