import { valueAt } from "../../core/cloudtrail/record";
import "../account/services/cloudwatch";
import "../account/services/events";
import "../account/services/kms";
import "../account/services/lambda";
import "../account/services/logs";
import "../account/services/s3";
import "../account/services/sns";
import type { AccountSetup } from "../account/types";
import type { DeclaredResource } from "../program/mocks";
import { busName } from "./event-rules";
import type { Graph } from "./graph";
import { textOf } from "./graph";

type Links = Pick<
  AccountSetup,
  | "alarms"
  | "bucketNotifications"
  | "eventSources"
  | "functions"
  | "keyPolicies"
  | "logFilters"
  | "rules"
  | "subscriptions"
>;

/** What leads from one declared resource to another, as the local account shows it to who asks. */
export function linksSetup(graph: Graph): Links {
  return {
    alarms: graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs, outputs }) => ({
      name: textOf(outputs.name),
      actions: textsOf(inputs.alarmActions),
      actionsEnabled: inputs.actionsEnabled !== false,
    })),
    bucketNotifications: graph
      .all("aws:s3/bucket:Bucket")
      .map(({ outputs }) => ({ bucket: textOf(outputs.id), topics: notificationsOf(graph, outputs.id) })),
    eventSources: graph.all("aws:lambda/eventSourceMapping:EventSourceMapping").map(({ name, inputs }) => ({
      id: name,
      queueArn: textOf(inputs.eventSourceArn),
      functionName: textOf(inputs.functionName),
      isEnabled: inputs.enabled !== false,
    })),
    functions: graph.all("aws:lambda/function:Function").map((declared) => ({
      name: textOf(declared.outputs.name),
      permissions: permissionsOf(graph, declared),
    })),
    keyPolicies: graph.all("aws:kms/key:Key").map(({ inputs, outputs }) => ({
      arn: textOf(outputs.arn),
      policy: textOf(inputs.policy),
    })),
    logFilters: [...metricFilters(graph), ...subscriptionFilters(graph)],
    rules: graph.all("aws:cloudwatch/eventRule:EventRule").map((rule) => ruleOf(graph, rule)),
    subscriptions: graph.all("aws:sns/topicSubscription:TopicSubscription").map(({ inputs, outputs }) => ({
      arn: textOf(outputs.arn),
      topicArn: textOf(inputs.topic),
      protocol: textOf(inputs.protocol),
      endpoint: textOf(inputs.endpoint),
      isConfirmed: true,
    })),
  };
}

/** The policy that is declared for a topic. */
export function topicPolicy(graph: Graph, topicArn: unknown): { readonly policy?: string } {
  const found = graph.all("aws:sns/topicPolicy:TopicPolicy").find(({ inputs }) => inputs.arn === topicArn);
  return found === undefined ? {} : { policy: textOf(found.inputs.policy) };
}

/** The policy that is declared for a queue. */
export function queuePolicy(graph: Graph, queueUrl: unknown): { readonly policy?: string } {
  const found = graph.all("aws:sqs/queuePolicy:QueuePolicy").find(({ inputs }) => inputs.queueUrl === queueUrl);
  return found === undefined ? {} : { policy: textOf(found.inputs.policy) };
}

type Notifications = NonNullable<AccountSetup["bucketNotifications"]>[number]["topics"];

/** What a bucket announces on topics. */
function notificationsOf(graph: Graph, bucket: unknown): Notifications {
  return graph
    .all("aws:s3/bucketNotification:BucketNotification")
    .filter(({ inputs }) => inputs.bucket === bucket)
    .flatMap(({ inputs }) => (Array.isArray(inputs.topics) ? (inputs.topics as unknown[]) : []))
    .map((one) => ({
      topicArn: textOf(valueAt(one, "topicArn")),
      events: textsOf(valueAt(one, "events")),
      prefix: textOf(valueAt(one, "filterPrefix")),
      suffix: textOf(valueAt(one, "filterSuffix")),
    }));
}

type LogFilters = NonNullable<AccountSetup["logFilters"]>;

function metricFilters(graph: Graph): LogFilters {
  return graph.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs, outputs }) => ({
    kind: "metric",
    name: textOf(outputs.name),
    logGroup: textOf(inputs.logGroupName),
    pattern: textOf(inputs.pattern),
    metric: {
      namespace: textOf(valueAt(inputs.metricTransformation, "namespace")),
      name: textOf(valueAt(inputs.metricTransformation, "name")),
    },
  }));
}

function subscriptionFilters(graph: Graph): LogFilters {
  return graph.all("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").map(({ inputs, outputs }) => ({
    kind: "subscription",
    name: textOf(outputs.name),
    logGroup: textOf(inputs.logGroup),
    pattern: textOf(inputs.filterPattern),
    destinationArn: textOf(inputs.destinationArn),
  }));
}

function permissionsOf(
  graph: Graph,
  { outputs }: DeclaredResource,
): NonNullable<AccountSetup["functions"]>[number]["permissions"] {
  return graph
    .all("aws:lambda/permission:Permission")
    .filter(({ inputs }) => inputs.function === outputs.name || inputs.function === outputs.arn)
    .map(({ name, inputs }) => ({
      id: name,
      action: textOf(inputs.action),
      principal: textOf(inputs.principal),
      ...(inputs.sourceArn === undefined ? {} : { sourceArn: textOf(inputs.sourceArn) }),
      ...(inputs.sourceAccount === undefined ? {} : { sourceAccount: textOf(inputs.sourceAccount) }),
    }));
}

function ruleOf(graph: Graph, rule: DeclaredResource): NonNullable<AccountSetup["rules"]>[number] {
  const { inputs, outputs } = rule;
  const bus = busName(inputs.eventBusName);
  const region = graph.regionOf(rule);
  const targets = graph
    .all("aws:cloudwatch/eventTarget:EventTarget")
    .filter((target) => target.inputs.rule === outputs.name && busName(target.inputs.eventBusName) === bus)
    .filter((target) => graph.regionOf(target) === region)
    .map((target) => ({ id: target.name, arn: textOf(target.inputs.arn) }));
  const state = inputs.isEnabled === false ? "DISABLED" : textOf(inputs.state) || "ENABLED";
  return { name: textOf(outputs.name), region, bus, state, targets };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
