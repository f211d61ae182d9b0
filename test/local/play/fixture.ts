import { Graph } from "../../../local/play/graph";
import type { DeclaredFunction } from "../../../local/play/functions";
import type { DeclaredResource } from "../../../local/program/mocks";

/** A minute on the clock, for tests that count in minutes from it. */
export const startMs = Date.UTC(2026, 2, 17, 10, 0);
export const minutes = (count: number) => startMs + count * 60_000;

export function resource(
  type: string,
  name: string,
  inputs: DeclaredResource["inputs"],
  outputs: DeclaredResource["outputs"] = {},
): DeclaredResource {
  return { type, name, inputs, outputs: { id: name, name, arn: `arn:${name}`, ...outputs } };
}

export function graphOf(...resources: readonly DeclaredResource[]): Graph {
  const account = { accountId: "111122223333", region: "eu-west-1" };
  return new Graph({ resources, outputs: {}, functions: [], runtimeModules: "", account });
}

export const lambda = resource("aws:lambda/function:Function", "post-denials", { role: "arn:role" });

/** A declared function whose container answers as told. */
export function functionThat(
  invoke: DeclaredFunction["container"]["invoke"],
  changes: Partial<DeclaredFunction> = {},
): DeclaredFunction {
  return {
    name: "post-denials",
    arn: "arn:post-denials",
    container: { invoke } as DeclaredFunction["container"],
    maximumRetryAttempts: 2,
    deadLetterQueueArn: "arn:aws:sqs:eu-west-1:111122223333:dead",
    ...changes,
  };
}
