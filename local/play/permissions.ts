import { partitionOfRegion } from "../../core/cloudtrail/partition";
import type { PolicyDocument } from "../account/authorise";
import { authorise } from "../account/authorise";
import type { DeclaredResource } from "../program/mocks";
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

/** Whether CloudWatch Logs may hand the function what a log group's subscription filter lets through. */
export function mayTakeLogs(graph: Graph, functionName: string, logGroup: string): boolean {
  const declared = graph.all("aws:lambda/function:Function").find(({ name }) => name === functionName);
  const { accountId, region } = graph.account;
  const sourceArn = `arn:${partitionOfRegion(region).name}:logs:${region}:${accountId}:log-group:${logGroup}:*`;
  return mayInvoke(graph, textOf(declared?.outputs.arn), { service: "logs.amazonaws.com", sourceArn });
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

/**
 * Why the service can't publish to the topic, by the topic's own policy and that of its customer key; nothing where it can. A topic
 * without a policy lets its own account publish.
 */
export function publishFailure(
  graph: Graph,
  topicArn: string,
  { service, sourceArn }: ActingService,
): string | undefined {
  const topic = graph.withArn(topicArn);
  if (topic === undefined) return "The topic does not exist";
  const context = { "aws:SourceArn": [sourceArn], "aws:SourceAccount": [graph.account.accountId] };
  const lets = (policies: readonly PolicyDocument[], action: string, resourceArn: string) =>
    policies.length === 0 ||
    authorise(
      policies.map((policy) => forService(policy, service)),
      { action, resourceArn, context },
    ).allowed;
  const ofTopic = graph.all("aws:sns/topicPolicy:TopicPolicy").filter(({ inputs }) => inputs.arn === topicArn);
  if (!lets(ofTopic.map(policyIn), "sns:Publish", topicArn))
    return `${service} is not authorized to publish to the topic`;
  const key = graph.withArn(topic.inputs.kmsMasterKeyId);
  const ofKey = key?.inputs.policy === undefined ? [] : [policyIn(key)];
  const usesKey = ["kms:GenerateDataKey", "kms:Decrypt"].every((action) =>
    lets(ofKey, action, textOf(key?.outputs.arn)),
  );
  return usesKey ? undefined : `${service} does not have authorization to access the SNS topic encryption key`;
}

function policyIn({ inputs }: DeclaredResource): PolicyDocument {
  return JSON.parse(textOf(inputs.policy)) as PolicyDocument;
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
