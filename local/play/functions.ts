import { serviceHostIn } from "../../core/cloudtrail/partition";
import type { DeployedFunction } from "../functions/function-worker";
import { FunctionWorker } from "../functions/function-worker";
import type { LaidOutFunction } from "../program/lay-out";
import type { Layout } from "../program/layout";
import type { DeclaredResource } from "../program/mocks";
import { accessKeyOf } from "./account-setup";
import type { Graph } from "./graph";
import { numberOf, textOf } from "./graph";

/** A declared function, ready to be invoked, with how Lambda is declared to treat its failures. */
export interface DeclaredFunction {
  readonly name: string;
  readonly arn: string;
  readonly container: FunctionWorker;
  readonly maximumRetryAttempts: number;
  /** Where an event goes that failed as often as it may: a queue, or whatever else is declared as its destination. */
  readonly deadLetterQueueArn: string | undefined;
}

/** Lambda's own number of retries of an asynchronous event, where nothing is declared. */
const defaultRetryAttempts = 2;

/** Hosts of Slack, which a stand-in answers for. */
const slackHosts = ["hooks.slack.com", "hooks.slack-gov.com", "slack.com"];

/** `outside`: hosts of other services that stand-ins answer for, each to the base URL of its stand-in. */
export function declaredFunctions(
  graph: Graph,
  layout: Layout,
  endpoint: string,
  slackBaseUrl: string,
  outside: Readonly<Record<string, string>> = {},
): DeclaredFunction[] {
  return layout.functions.map((laidOut, position) => {
    const resource = declarationOf(graph, laidOut.name);
    const destination = graph.withArn(failureDestination(graph, resource?.outputs.name));
    return {
      name: laidOut.name,
      arn: textOf(resource?.outputs.arn),
      container: new FunctionWorker(
        deployedFunction(graph, layout, laidOut, position, endpoint, slackBaseUrl, outside),
      ),
      maximumRetryAttempts: retryAttempts(graph, resource?.outputs.name),
      deadLetterQueueArn: textOf(destination?.outputs.arn) || undefined,
    };
  });
}

/** A laid-out function with the surroundings that it runs in here: declared environment, invented credentials, local stand-ins. */
export function deployedFunction(
  graph: Graph,
  layout: Layout,
  { name, folder }: LaidOutFunction,
  position: number,
  endpoint: string,
  slackBaseUrl: string,
  outside: Readonly<Record<string, string>> = {},
): DeployedFunction {
  const { region, accountId } = graph.account;
  const routes: Record<string, string> = { ...outside, [serviceHostIn("sqs", region)]: endpoint };
  for (const host of slackHosts) routes[host] = slackBaseUrl;
  const resource = declarationOf(graph, name);
  const inputs = resource?.inputs ?? {};
  const declared = (inputs.environment as { variables?: Record<string, string> } | undefined)?.variables ?? {};
  return {
    name,
    arn: textOf(resource?.outputs.arn),
    folder,
    runtimeModules: layout.runtimeModules,
    environment: {
      ...declared,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyOf(position),
      AWS_SECRET_ACCESS_KEY: "invented-for-the-local-run",
      AWS_SESSION_TOKEN: accountId,
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
      // A path that can't hold files: whatever lies in the home folder is not looked at.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_LAMBDA_FUNCTION_NAME: textOf(resource?.outputs.name),
    },
    memorySizeMegabytes: numberOf(inputs.memorySize ?? 128),
    timeoutSeconds: numberOf(inputs.timeout ?? 3),
    routes,
  };
}

function declarationOf(graph: Graph, name: string): DeclaredResource | undefined {
  return graph.all("aws:lambda/function:Function").find((resource) => resource.name === name);
}

function invokeConfig(graph: Graph, functionName: unknown): Readonly<Record<string, unknown>> | undefined {
  return graph
    .all("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")
    .find(({ inputs }) => inputs.functionName === functionName)?.inputs;
}

function retryAttempts(graph: Graph, functionName: unknown): number {
  const attempts = invokeConfig(graph, functionName)?.maximumRetryAttempts;
  return attempts === undefined ? defaultRetryAttempts : numberOf(attempts);
}

function failureDestination(graph: Graph, functionName: unknown): string | undefined {
  const config = invokeConfig(graph, functionName)?.destinationConfig as
    { onFailure?: { destination?: string } } | undefined;
  return config?.onFailure?.destination;
}
