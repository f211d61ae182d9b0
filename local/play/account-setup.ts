import { partitionOfRegion } from "../../core/cloudtrail/partition";
import type { PolicyDocument } from "../account/authorise";
import type { AccountSetup, Caller } from "../account/types";
import "../account/services/cloudtrail";
import "../account/services/dynamodb";
import "../account/services/events";
import "../account/services/organizations";
import "../account/services/secretsmanager";
import "../account/services/sns";
import "../account/services/sqs";
import { linksSetup, queuePolicy, topicPolicy } from "./account-links";
import { webhookStandIn } from "../stack-file";
import type { Graph } from "./graph";
import { numberOf, textOf } from "./graph";
import { externalIdStandIn, memberRoles, memberRules, organizationStandIn } from "./member-roles";

/** The access key that stands for a function: invented, told apart by the function's position. */
export function accessKeyOf(position: number): string {
  return `ASIALOCALRUN${String(position).padStart(8, "0")}`;
}

/** A bot token of the right form that opens nothing. */
const tokenStandIn = "xoxb-local-stand-in";

/** The local account as the program declares it: tables, topics, queues, secrets, and each function under its own role. */
export function accountSetup(graph: Graph, functionNames: readonly string[]): AccountSetup {
  const callers: Record<string, Caller> = {};
  functionNames.forEach((name, position) => (callers[accessKeyOf(position)] = callerOf(name, graph)));
  const roles = memberRoles(Object.values(callers));
  return {
    accountId: graph.account.accountId,
    region: graph.account.region,
    callers,
    ...(roles.length === 0
      ? {}
      : { roles, organizationId: organizationStandIn, memberRules: memberRules(roles, graph) }),
    tables: graph.all("aws:dynamodb/table:Table").map(({ inputs, outputs }) => ({
      name: textOf(outputs.name),
      arn: textOf(outputs.arn),
      hashKey: textOf(inputs.hashKey),
      ...(inputs.rangeKey === undefined ? {} : { rangeKey: textOf(inputs.rangeKey) }),
      ttlAttribute: textOf((inputs.ttl as Record<string, unknown> | undefined)?.attributeName),
      indexes: listOf(inputs.globalSecondaryIndexes).map((index) => ({
        name: textOf(index.name),
        hashKey: textOf(index.hashKey),
        ...(index.rangeKey === undefined ? {} : { rangeKey: textOf(index.rangeKey) }),
        projection: index.projectionType as "ALL" | "KEYS_ONLY" | "INCLUDE",
        nonKeyAttributes: listOf(index.nonKeyAttributes) as unknown as readonly string[],
      })),
    })),
    topics: graph.all("aws:sns/topic:Topic").map(({ inputs, outputs }) => ({
      arn: textOf(outputs.arn),
      ...(inputs.kmsMasterKeyId === undefined ? {} : { kmsKeyArn: textOf(inputs.kmsMasterKeyId) }),
      ...topicPolicy(graph, outputs.arn),
    })),
    queues: graph.all("aws:sqs/queue:Queue").map(({ inputs, outputs }) => ({
      arn: textOf(outputs.arn),
      url: textOf(outputs.url),
      ...(inputs.delaySeconds === undefined ? {} : { delaySeconds: numberOf(inputs.delaySeconds) }),
      ...queuePolicy(graph, outputs.url),
    })),
    eventBuses: graph
      .all("aws:cloudwatch/eventBus:EventBus")
      .map(({ outputs }) => ({ name: textOf(outputs.name), arn: textOf(outputs.arn) })),
    secrets: [...declaredSecrets(graph), ...namedSecrets(graph)],
    logGroups: logGroups(graph),
    ...linksSetup(graph),
    trails: graph.all("aws:cloudtrail/trail:Trail").map(({ inputs, outputs }) => ({
      arn: textOf(outputs.arn),
      logGroupArn: textOf(inputs.cloudWatchLogsGroupArn),
    })),
  };
}

function callerOf(functionName: string, graph: Graph): Caller {
  const declared = graph.all("aws:lambda/function:Function").find(({ name }) => name === functionName);
  const roleArn = textOf(declared?.inputs.role);
  const role = graph.withArn(roleArn);
  const policies = graph
    .all("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs.role === role?.outputs.id)
    .map(({ inputs }) => JSON.parse(textOf(inputs.policy)) as PolicyDocument);
  return { function: functionName, roleArn, policies };
}

/** The declared ones, and the trail's own, which may be somebody else's: it is the one that filters are declared on. */
function logGroups(graph: Graph): NonNullable<AccountSetup["logGroups"]> {
  const filtered = [
    ...graph.all("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").map(({ inputs }) => inputs.logGroup),
    ...graph.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => inputs.logGroupName),
  ];
  const trail = new Set(filtered.map(textOf));
  const declared = graph.all("aws:cloudwatch/logGroup:LogGroup").map(({ outputs }) => textOf(outputs.name));
  return [...new Set([...declared, ...trail])].map((name) => ({ name, isTrail: trail.has(name) }));
}

type Secrets = NonNullable<AccountSetup["secrets"]>;

function declaredSecrets(graph: Graph): Secrets {
  return graph.all("aws:secretsmanager/secretVersion:SecretVersion").map(({ inputs }) => {
    const secret = graph.all("aws:secretsmanager/secret:Secret").find(({ outputs }) => outputs.id === inputs.secretId);
    return { arn: textOf(secret?.outputs.arn), name: textOf(secret?.outputs.name), value: webhookStandIn };
  });
}

/** Secrets that the stack file names and somebody else has made. Their real values never come near a local run. */
function namedSecrets(graph: Graph): Secrets {
  const { region, accountId } = graph.account;
  const partition = partitionOfRegion(region).name;
  return graph.all("aws:lambda/function:Function").flatMap(({ inputs }) => {
    const environment = (inputs.environment as { variables?: Record<string, string> } | undefined)?.variables ?? {};
    return Object.entries(environment)
      .filter(([key, value]) => key.endsWith("_SECRET_ID") && graph.withArn(value) === undefined)
      .map(([key, id]) => {
        const arn = id.startsWith("arn:")
          ? id
          : `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${id}-AbCdEf`;
        const name = id.startsWith("arn:") ? (id.split(":")[6] ?? id).replace(/-[A-Za-z0-9]{6}$/, "") : id;
        return { arn, name, value: standInFor(key) };
      });
  });
}

function standInFor(variable: string): string {
  if (variable.endsWith("EXTERNAL_ID_SECRET_ID")) return externalIdStandIn;
  return variable.includes("TOKEN") ? tokenStandIn : webhookStandIn;
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}
