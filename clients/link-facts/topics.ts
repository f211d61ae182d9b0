import type { FactsByKind, TopicFacts } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

const gone = ["NotFoundException", "NotFound"];

const snsPackage = () => require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");

/** A topic with its policy, the policy of its customer key, and who is subscribed. */
export async function topicFacts({ arn }: LinkOf<"topic">, asker: LinkAsker): Promise<FactsByKind["topic"]> {
  const { GetTopicAttributesCommand, SNSClient } = snsPackage();
  const client = asker.client(SNSClient);
  const answer = await unlessMissing(gone, () => client.send(new GetTopicAttributesCommand({ TopicArn: arn })));
  if (answer === undefined) return undefined;
  const { KmsMasterKeyId, Policy } = answer.Attributes ?? {};
  return {
    policy: Policy,
    keyPolicy: KmsMasterKeyId === undefined ? undefined : await keyPolicy(KmsMasterKeyId, asker),
    subscriptions: await subscriptionsOf(arn, asker),
  };
}

export async function topicSubscriptionFacts(
  { topicArn }: LinkOf<"topic-subscription">,
  asker: LinkAsker,
): Promise<FactsByKind["topic-subscription"]> {
  const subscriptions = await unlessMissing(gone, () => subscriptionsOf(topicArn, asker));
  return subscriptions === undefined ? undefined : { subscriptions };
}

async function subscriptionsOf(TopicArn: string, asker: LinkAsker): Promise<TopicFacts["subscriptions"]> {
  const { ListSubscriptionsByTopicCommand, SNSClient } = snsPackage();
  const client = asker.client(SNSClient);
  const found: TopicFacts["subscriptions"][number][] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    for (const { Endpoint = "", Protocol = "", SubscriptionArn = "" } of page.Subscriptions ?? [])
      found.push({ protocol: Protocol, endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith("arn:") });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Undefined for a key that only its account's own policies speak of. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
async function keyPolicy(keyId: string, asker: LinkAsker): Promise<string | undefined> {
  const { GetKeyPolicyCommand, KMSClient } = require("@aws-sdk/client-kms") as typeof import("@aws-sdk/client-kms");
  const region = keyId.startsWith("arn:") ? keyId.split(":")[3] : undefined;
  const client = asker.client(KMSClient, region);
  return (await client.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: "default" }))).Policy;
}
