import { failureDestinations, functionType, invokeConfigsOf } from "./function-parts";
import { at, isGiven, known, notKnown } from "./known";
import { logGroupType } from "./logs";
import type { DeclaredResource, ResourceRule, StackRule } from "./rule";
import { lastDays } from "./runtimes";
import type { StackGraph } from "./stack-graph";

/** Tag that records why a function goes without a concurrency limit. */
export const unreservedTag = "api-warden:unreserved";

export const functionRules: readonly (ResourceRule | StackRule)[] = [
  {
    name: "function-runtime",
    description: "A function runs on a runtime that AWS supports.",
    severity: "high",
    steps: "Set runtime to a newer one, and play the stack with `npm start`.",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    types: [functionType],
    *check({ properties }, { nowMs }) {
      if (known(properties.packageType) === "Image") return;
      const runtime = String(known(properties.runtime));
      const lastDay = lastDays[runtime];
      if (lastDay === undefined) yield `${runtime} is not among the runtimes that this pack knows as supported`;
      else if (Date.parse(lastDay) < nowMs) yield `${runtime} is supported to ${lastDay} only`;
    },
  },
  {
    name: "function-concurrency",
    description: "A function can't take the account's whole concurrency, or the tag api-warden:unreserved says why.",
    severity: "medium",
    steps: `Set reservedConcurrentExecutions, or record in the tag ${unreservedTag} why there can be none.`,
    url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    types: [functionType],
    *check({ properties }) {
      const reserved = known(properties.reservedConcurrentExecutions);
      if (reserved === 0) yield "reservedConcurrentExecutions is 0: it would never run";
      else if (!(Number(reserved) > 0) && !isGiven(at(properties, "tags", unreservedTag)))
        yield "it has neither a limit (reservedConcurrentExecutions) nor a recorded reason";
    },
  },
  {
    name: "function-own-role",
    description: "Each function has a role that no other function has.",
    severity: "high",
    steps: "Give the function a role of its own, with what it alone needs.",
    *checkStack(graph) {
      yield* shared(graph, "role", "aws:iam/role:Role", "role");
    },
  },
  {
    name: "function-failure-destination",
    description: "What a function fails on is kept.",
    severity: "high",
    steps: "Declare a FunctionEventInvokeConfig with destinationConfig.onFailure, or set deadLetterConfig.",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    *checkStack(graph) {
      for (const resource of graph.ofType(functionType)) {
        if (failureDestinations(resource, graph).length > 0 || namesDestination(resource, graph)) continue;
        yield { resource, message: "an event that it fails on three times is lost" };
      }
    },
  },
  {
    name: "function-log-group",
    description: "Each function writes into a log group of its own that the stack declares.",
    severity: "medium",
    steps: "Declare the log group, name it in loggingConfig.logGroup, and set its retentionInDays.",
    *checkStack(graph) {
      for (const resource of graph.ofType(functionType)) {
        if (logGroupsOf(resource, graph).length === 0)
          yield {
            resource,
            message: "the log group that it writes to is not declared, so it keeps its events for ever",
          };
      }
      yield* shared(graph, "loggingConfig", logGroupType, "log group");
    },
  },
];

function* shared(graph: StackGraph, property: string, type: string, word: string) {
  for (const target of graph.ofType(type)) {
    const [first, ...others] = graph.referringTo(target, property, functionType);
    for (const resource of others)
      yield { resource, message: `it shares the ${word} ${target.name} with ${first?.name ?? ""}` };
  }
}

/** The destination may also be one that the stack does not declare. */
function namesDestination(lambda: DeclaredResource, graph: StackGraph): boolean {
  return (
    isGiven(at(lambda.properties, "deadLetterConfig", "targetArn")) ||
    invokeConfigsOf(lambda, graph).some(({ properties }) =>
      isGiven(at(properties, "destinationConfig", "onFailure", "destination")),
    )
  );
}

function logGroupsOf(lambda: DeclaredResource, graph: StackGraph): DeclaredResource[] {
  const named = graph.referred(lambda, "loggingConfig", logGroupType);
  const { name } = lambda.properties;
  if (named.length > 0 || name === notKnown) return named;
  return graph.ofType(logGroupType).filter(({ properties }) => properties.name === `/aws/lambda/${String(name)}`);
}
