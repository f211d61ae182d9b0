import type { PolicyDocument } from "../account/authorise";
import { authorise } from "../account/authorise";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** A service that acts for a resource of the account: a rule, a topic. */
export interface ActingService {
  readonly service: string;
  readonly sourceArn: string;
}

/** Whether the function's declared permissions let the service invoke it for the resource. */
export function mayInvoke(graph: Graph, functionArn: string, { service, sourceArn }: ActingService): boolean {
  const target = graph.functionNamed(functionArn);
  return graph.all("aws:lambda/permission:Permission").some(({ inputs }) => {
    const { action, principal, sourceAccount } = inputs;
    const isTarget = inputs.function === target?.outputs.name || inputs.function === functionArn;
    if (!isTarget || action !== "lambda:InvokeFunction" || principal !== service) return false;
    if (sourceAccount !== undefined && sourceAccount !== graph.account.accountId) return false;
    return inputs.sourceArn === undefined || textOf(inputs.sourceArn) === sourceArn;
  });
}

/** Whether the queue's declared policy lets the service send to it for the resource. */
export function maySend(graph: Graph, queueArn: string, { service, sourceArn }: ActingService): boolean {
  const queue = graph.withArn(queueArn);
  const policies = graph
    .all("aws:sqs/queuePolicy:QueuePolicy")
    .filter(({ inputs }) => inputs.queueUrl === queue?.outputs.url)
    .map(({ inputs }) => forService(JSON.parse(textOf(inputs.policy)) as PolicyDocument, service));
  // A topic may be another account's; an S3 bucket's ARN names none.
  const account = sourceArn.split(":")[4] || graph.account.accountId;
  const context = { "aws:SourceArn": [sourceArn], "aws:SourceAccount": [account] };
  return authorise(policies, { action: "sqs:SendMessage", resourceArn: queueArn, context }).allowed;
}

/** The statements about the service, in the form of an identity policy, which names no principal. */
function forService(policy: PolicyDocument, service: string): PolicyDocument {
  const statements = (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]) as PolicyDocument[];
  const about = statements.flatMap(({ Principal, ...statement }) => {
    const services = (Principal as { Service?: string | readonly string[] } | undefined)?.Service ?? [];
    return [services].flat().includes(service) ? [statement] : [];
  });
  return { ...policy, Statement: about };
}
