import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

const lambdaPackage = () => require("@aws-sdk/client-lambda") as typeof import("@aws-sdk/client-lambda");

/** A function and how much waits in its dead-letter queue. */
export async function functionFacts(
  { name, deadLetterQueueUrl }: LinkOf<"function">,
  asker: LinkAsker,
): Promise<FactsByKind["function"]> {
  const { GetFunctionConfigurationCommand, LambdaClient } = lambdaPackage();
  const client = asker.client(LambdaClient);
  const found = await unlessMissing(["ResourceNotFoundException"], () =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
  );
  if (found === undefined) return undefined;
  const { State = "Active", StateReason } = found;
  return { state: State, reason: StateReason, waiting: await waitingIn(deadLetterQueueUrl, asker) };
}

async function waitingIn(QueueUrl: string, asker: LinkAsker): Promise<number | undefined> {
  const { GetQueueAttributesCommand, SQSClient } =
    require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
  const client = new SQSClient({ ...asker.options(), useQueueUrlAsEndpoint: asker.options().endpoint === undefined });
  try {
    const answer = await unlessMissing(
      ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "com.amazonaws.sqs#QueueDoesNotExist"],
      () => client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] })),
    );
    return answer === undefined ? undefined : Number(answer.Attributes?.ApproximateNumberOfMessages ?? 0);
  } finally {
    client.destroy();
  }
}

/** Who may invoke the function. https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export async function permissionFacts(
  { functionName }: LinkOf<"permission">,
  asker: LinkAsker,
): Promise<FactsByKind["permission"]> {
  const { GetPolicyCommand, LambdaClient } = lambdaPackage();
  const client = asker.client(LambdaClient);
  const answer = await unlessMissing(["ResourceNotFoundException"], () =>
    client.send(new GetPolicyCommand({ FunctionName: functionName })),
  );
  return answer?.Policy;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export async function ruleFacts({ name, bus, region }: LinkOf<"rule">, asker: LinkAsker): Promise<FactsByKind["rule"]> {
  const { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } =
    require("@aws-sdk/client-eventbridge") as typeof import("@aws-sdk/client-eventbridge");
  const client = asker.client(EventBridgeClient, region);
  const of = { EventBusName: bus };
  return unlessMissing(["ResourceNotFoundException"], async () => {
    const { State = "ENABLED" } = await client.send(new DescribeRuleCommand({ Name: name, ...of }));
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: name, ...of }));
    return { state: State, targets: Targets.flatMap(({ Arn }) => Arn ?? []) };
  });
}
