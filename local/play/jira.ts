import type { JiraFault, JiraStandIn } from "../http/jira-stand-in";
import { startJiraStandIn } from "../http/jira-stand-in";
import { webhookStandIn } from "../stack-file";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** What differs from a Jira that does what it is asked for. */
export interface JiraBehaviour {
  readonly fault?: JiraFault | undefined;
  readonly indexLagMs?: number | undefined;
  readonly addedLabels?: readonly string[] | undefined;
}

/** A local Jira, under the host that the functions know it by. */
export interface PlayedJira {
  readonly host: string;
  readonly standIn: JiraStandIn;
}

/** The function that takes Jira's webhook; none is sent where the program opens no address for it. */
export const callbackFunction = "ticket-callback";

/** Starts a Jira where the program keeps tickets; undefined where it keeps none. */
export async function startJira(
  graph: Graph,
  now: () => number,
  behaviour: JiraBehaviour = {},
): Promise<PlayedJira | undefined> {
  const functions = graph.all("aws:lambda/function:Function");
  const url = functions.map(({ inputs }) => environmentOf(inputs).JIRA_URL).find((found) => found !== undefined);
  if (url === undefined) return undefined;
  const target = functions.find(({ name }) => name === callbackFunction);
  const takesCallbacks = graph
    .all("aws:lambda/functionUrl:FunctionUrl")
    .some(({ inputs }) => target !== undefined && inputs.functionName === target.outputs.name);
  const { fault, indexLagMs, addedLabels } = behaviour;
  const standIn = await startJiraStandIn({
    now,
    fault,
    addedLabels,
    ...(indexLagMs === undefined ? {} : { indexLagMs }),
    // The value that every secret but a token has in a local run.
    webhookSecret: takesCallbacks ? webhookStandIn : undefined,
  });
  return { host: new URL(textOf(url)).hostname, standIn };
}

function environmentOf(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return (inputs.environment as { variables?: Record<string, string> } | undefined)?.variables ?? {};
}
