import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";
import { queueAttributes } from "./queues";

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

async function waitingIn(queueUrl: string, asker: LinkAsker): Promise<number | undefined> {
  const name = "ApproximateNumberOfMessages";
  const attributes = await queueAttributes(queueUrl, [name], asker);
  return attributes === undefined ? undefined : Number(attributes[name] ?? 0);
}

/**
 * The mappings from the queue to the function; none where the function is gone.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
export async function eventSourceFacts(
  { functionName, queueArn }: LinkOf<"event-source">,
  asker: LinkAsker,
): Promise<FactsByKind["event-source"]> {
  const { LambdaClient, ListEventSourceMappingsCommand } = lambdaPackage();
  const client = asker.client(LambdaClient);
  const answer = await unlessMissing(["ResourceNotFoundException"], () =>
    client.send(new ListEventSourceMappingsCommand({ EventSourceArn: queueArn, FunctionName: functionName })),
  );
  return (answer?.EventSourceMappings ?? []).map(({ State = "Enabled", StateTransitionReason: reason }) => ({
    state: State,
    reason,
  }));
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
