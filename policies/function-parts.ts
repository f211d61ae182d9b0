import type { DeclaredResource } from "./rule";
import type { StackGraph } from "./stack-graph";

export const functionType = "aws:lambda/function:Function";
export const permissionType = "aws:lambda/permission:Permission";
export const functionUrlType = "aws:lambda/functionUrl:FunctionUrl";
const invokeConfigType = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const destinationTypes = ["aws:sqs/queue:Queue", "aws:sns/topic:Topic", functionType];

/** What takes the events that a function has failed on, as declared. */
export function failureDestinations(lambda: DeclaredResource, graph: StackGraph): DeclaredResource[] {
  return [
    ...graph.referred(lambda, "deadLetterConfig", ...destinationTypes),
    ...invokeConfigsOf(lambda, graph).flatMap((one) => graph.referred(one, "destinationConfig", ...destinationTypes)),
  ];
}

export function invokeConfigsOf(lambda: DeclaredResource, graph: StackGraph): DeclaredResource[] {
  return graph.referringTo(lambda, "functionName", invokeConfigType);
}
