import { textOf } from "./graph";
import type { Graph } from "./graph";
import type { Taker } from "./destinations";
import { mayInvoke } from "./permissions";

/** An event on its way to a function. */
export interface FunctionEvent {
  readonly functionName: string;
  readonly event: unknown;
  readonly eventIds: readonly string[];
}

/** Takes events for functions: those of services that a declared permission lets in. */
export function functionTaker(graph: Graph, deliver: (event: FunctionEvent, atMs: number) => void): Taker {
  return ({ name, outputs }, { text, eventIds, by }, atMs) => {
    if (by !== undefined && !mayInvoke(graph, textOf(outputs.arn), by)) {
      return `function ${name} has no permission by which ${by.service} may invoke it for ${by.sourceArn}`;
    }
    deliver({ functionName: name, event: JSON.parse(text), eventIds }, atMs);
    return undefined;
  };
}
