import { compileEventPattern } from "../../core/event-pattern/compile";
import type { DeclaredResource } from "../program/mocks";
import type { Graph } from "./graph";
import { jsonObjectOf, numberOf, textOf } from "./graph";

/** A queue as declared, with the function that consumes it, if one does. */
export interface DeclaredQueue {
  readonly arn: string;
  readonly name: string;
  readonly delayMs: number;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
  readonly mapping: QueueMapping | undefined;
}

/** An event source mapping on a queue. */
export interface QueueMapping {
  readonly functionName: string;
  readonly batchSize: number;
  /** How long messages are gathered before the function is invoked. */
  readonly windowMs: number;
  readonly reportsItemFailures: boolean;
  /** What is not accepted is deleted unread. */
  readonly accepts: (body: string) => boolean;
}

/** What SQS and Lambda take where nothing is declared. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const defaultVisibilitySeconds = 30;
const defaultRetentionSeconds = 345_600;
const defaultBatchSize = 10;

export function declaredQueues(graph: Graph): DeclaredQueue[] {
  const declared = ownQueues(graph);
  const mapped = graph
    .all("aws:lambda/eventSourceMapping:EventSourceMapping")
    .map(({ inputs }) => inputs.eventSourceArn);
  const others = [...new Set(mapped.map(textOf))].filter((arn) => !declared.some((queue) => queue.arn === arn));
  return [...declared, ...others.map((arn) => namedQueue(graph, arn))];
}

/** A queue of somebody else's that a function consumes. Its owner has to let messages be hidden for longer than that takes. */
function namedQueue(graph: Graph, arn: string): DeclaredQueue {
  const seconds = { visibility: 900, retention: defaultRetentionSeconds };
  return {
    arn,
    name: arn.split(":").at(-1) ?? arn,
    delayMs: 0,
    visibilityMs: seconds.visibility * 1000,
    retentionMs: seconds.retention * 1000,
    redrive: undefined,
    mapping: mappingOf(graph, arn),
  };
}

function ownQueues(graph: Graph): DeclaredQueue[] {
  return graph.all("aws:sqs/queue:Queue").map(({ inputs, outputs }) => {
    const policies = graph.all("aws:sqs/redrivePolicy:RedrivePolicy");
    const separate = policies.find((policy) => policy.inputs.queueUrl === outputs.url);
    const redrive = jsonObjectOf(separate?.inputs.redrivePolicy ?? inputs.redrivePolicy);
    const seconds = (value: unknown, otherwise: number) => (value === undefined ? otherwise : numberOf(value)) * 1000;
    return {
      arn: textOf(outputs.arn),
      name: textOf(outputs.name),
      delayMs: seconds(inputs.delaySeconds, 0),
      visibilityMs: seconds(inputs.visibilityTimeoutSeconds, defaultVisibilitySeconds),
      retentionMs: seconds(inputs.messageRetentionSeconds, defaultRetentionSeconds),
      redrive:
        redrive === undefined
          ? undefined
          : {
              deadLetterArn: textOf(redrive.deadLetterTargetArn),
              maxReceiveCount: numberOf(redrive.maxReceiveCount),
            },
      mapping: mappingOf(graph, outputs.arn),
    };
  });
}

function mappingOf(graph: Graph, queueArn: unknown): QueueMapping | undefined {
  const declared = graph
    .all("aws:lambda/eventSourceMapping:EventSourceMapping")
    .find(({ inputs }) => inputs.eventSourceArn === queueArn && inputs.enabled !== false);
  if (declared === undefined) return undefined;
  const { inputs, name } = declared;
  const target = graph.functionNamed(inputs.functionName);
  if (target === undefined) throw new Error(`event source mapping ${name} leads to no declared function`);
  const responses = Array.isArray(inputs.functionResponseTypes) ? (inputs.functionResponseTypes as unknown[]) : [];
  return {
    functionName: target.name,
    batchSize: inputs.batchSize === undefined ? defaultBatchSize : numberOf(inputs.batchSize),
    windowMs:
      inputs.maximumBatchingWindowInSeconds === undefined ? 0 : numberOf(inputs.maximumBatchingWindowInSeconds) * 1000,
    reportsItemFailures: responses.includes("ReportBatchItemFailures"),
    accepts: filterOf(declared),
  };
}

/** One of the patterns over the body must match; without a pattern everything does. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
function filterOf({ inputs }: DeclaredResource): (body: string) => boolean {
  const criteria = inputs.filterCriteria as { readonly filters?: readonly { readonly pattern?: string }[] } | undefined;
  const patterns = (criteria?.filters ?? []).map(({ pattern }) => compileEventPattern(textOf(pattern)));
  if (patterns.length === 0) return () => true;
  return (body) => {
    const event = { body: objectOrText(body) };
    return patterns.some((matches) => matches(event));
  };
}

function objectOrText(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : body;
  } catch {
    return body;
  }
}
