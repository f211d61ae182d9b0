import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { JiraConfiguration } from "../core/configuration/configuration";
import { openTicket } from "../handlers/open-ticket";
import type { OpenTicketSettings, TicketEnvironment } from "../handlers/open-ticket/settings";
import { accountNames } from "./account-look-up";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { letSendDeadLetters } from "./dead-letter-senders";
import { dataTable } from "./data-table";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import type { IncidentsTopic } from "./incidents";
import { noteLink } from "./links";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import { namedSecretArn } from "./slack-access";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface TicketsArgs {
  readonly incidents: IncidentsTopic;
  readonly alertTopicArn: pulumi.Output<string>;
}

/** What the functions for tickets share. */
export interface Tickets {
  readonly target: WardenFunction;
  readonly table: aws.dynamodb.Table;
  readonly jira: JiraConfiguration;
  readonly settings: OpenTicketSettings;
}

const timeoutSeconds = 60;

/** As few as a queue may be read by: Jira limits how often it is asked, and an incident is worked off by one at a time. */
const mostAtOnce = 2;

/**
 * The function `open-ticket` on the topic `incidents`; undefined where the stack keeps no tickets. A queue stands between the
 * two: a topic hands a message to a function for some minutes only, and a queue until it is dealt with.
 */
export function declareTickets(context: WardenContext, { incidents, alertTopicArn }: TicketsArgs): Tickets | undefined {
  const { jira } = context.configuration;
  if (jira === undefined) return undefined;
  const { project, issueType, user } = jira;
  const settings: OpenTicketSettings = {
    place: { project, issueType, user },
    ...accountNames(context),
  };
  const table = ticketsTable(context);
  const queue = declareFunctionQueue("open-ticket", timeoutSeconds, context);
  const target = new WardenFunction(
    "open-ticket",
    {
      description: "Keeps one Jira issue per incident: makes, comments, reopens and closes it",
      handlerFactory: () => openTicket(settings),
      environment: { ...ticketEnvironment(jira, table, queue) },
      ownNames: [table.name, queue.name],
      statements: [...ticketStatements(jira, table, queue, context), consumeStatement("TakeIncidents", queue)],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: mostAtOnce,
      namesAccounts: true,
    },
    context,
  );
  const senders = [{ service: "sns.amazonaws.com", sourceArn: incidents.topic.arn }];
  consumeQueue("open-ticket", target, queue, { batchSize: 1, maximumConcurrency: mostAtOnce, senders }, context);
  subscribeQueue(target, queue, incidents, context);
  declareDeadLetterAlarm("open-ticket", target, context, alertTopicArn);
  return { target, table, jira, settings };
}

export function ticketEnvironment(
  { url, tokenSecret }: JiraConfiguration,
  table: aws.dynamodb.Table,
  queue: aws.sqs.Queue,
): { [Name in keyof TicketEnvironment]: pulumi.Input<string> } {
  return {
    TICKETS_TABLE_NAME: table.name,
    JIRA_URL: url,
    JIRA_TOKEN_SECRET_ID: tokenSecret,
    WAKE_QUEUE_URL: queue.url,
  };
}

/** What each function for tickets may do: read and write what it knows of them, wake itself, and sign in to Jira. */
export function ticketStatements(
  { tokenSecret }: JiraConfiguration,
  table: aws.dynamodb.Table,
  queue: aws.sqs.Queue,
  context: WardenContext,
): readonly Statement[] {
  return [
    { Sid: "Tickets", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: table.arn },
    { Sid: "WakeItself", Action: ["sqs:SendMessage"], Resource: queue.arn },
    { Sid: "JiraToken", Action: ["secretsmanager:GetSecretValue"], Resource: namedSecretArn(tokenSecret, context) },
  ];
}

/** Messages come with the topic's envelope, whose id tells a second delivery from a second incident. */
function subscribeQueue(
  target: WardenFunction,
  queue: aws.sqs.Queue,
  { topic }: IncidentsTopic,
  context: WardenContext,
): void {
  const { accountId } = context;
  const child = { parent: target };
  const policy = policyDocument([
    {
      Sid: "Incidents",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: queue.arn,
      Condition: { ArnEquals: { "aws:SourceArn": topic.arn }, StringEquals: { "aws:SourceAccount": accountId } },
    },
  ]);
  const queuePolicy = new aws.sqs.QueuePolicy("open-ticket-queue", { queueUrl: queue.url, policy }, child);
  letSendDeadLetters(target, { service: "sns.amazonaws.com", name: "incidents", sourceArn: topic.arn }, context);
  noteLink(context, {
    kind: "topic-subscription",
    title: "open-ticket",
    topicArn: topic.arn,
    isTopicOfOthers: false,
    endpoint: queue.arn,
  });
  new aws.sns.TopicSubscription(
    "open-ticket",
    {
      topic: topic.arn,
      protocol: "sqs",
      endpoint: queue.arn,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: target.deadLetterQueue.arn }),
    },
    { ...child, dependsOn: [queuePolicy] },
  );
}

/** Which issue is which incident's: without it, the next incident would make another one. */
function ticketsTable(context: WardenContext): aws.dynamodb.Table {
  return dataTable("tickets", context, { hasItems: true });
}
