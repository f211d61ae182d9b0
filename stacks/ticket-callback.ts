import * as pulumi from "@pulumi/pulumi";

import { ticketCallback } from "../handlers/ticket-callback";
import type { TicketCallbackEnvironment, TicketCallbackSettings } from "../handlers/ticket-callback/settings";
import type { Actions } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { openPublicUrl } from "./function-triggers";
import type { Statement } from "./policy-document";
import { lookAtUse } from "./trail";
import { namedSecretArn } from "./slack-access";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { Tickets } from "./tickets";
import { ticketEnvironment, ticketStatements } from "./tickets";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface TicketCallbackArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
  readonly tickets: Tickets | undefined;
}

export interface TicketCallback {
  readonly target: WardenFunction;
  /** For the webhook in Jira's settings. */
  readonly url: pulumi.Output<string>;
}

const timeoutSeconds = 60;

/** Half of what the function may have: the rest is for whoever calls the address. */
const mostFromQueue = 2;

/** More than usual: where others keep the address busy, messages are received in vain. */
const maxReceiveCount = 10;

/**
 * The function `ticket-callback` behind a public function URL, for Jira's webhook; undefined unless `jira.callbackSecret` asks
 * for it. Whoever calls the URL is nobody until Jira's signature says otherwise.
 */
export function declareTicketCallback(
  context: WardenContext,
  { actions, suspiciousKeys, tickets }: TicketCallbackArgs,
): TicketCallback | undefined {
  const callbackSecret = tickets?.jira.callbackSecret;
  if (tickets === undefined || callbackSecret === undefined) return undefined;
  const { jira, table } = tickets;
  const settings: TicketCallbackSettings = {
    ...tickets.settings,
    allowedNetworks: context.configuration.allowedNetworks,
  };
  const queue = declareFunctionQueue("ticket-callback", timeoutSeconds, context);
  const environment: { [Name in keyof TicketCallbackEnvironment]: pulumi.Input<string> } = {
    ...ticketEnvironment(jira, table, queue),
    JIRA_CALLBACK_SECRET_ID: callbackSecret,
    ACTIONS_TABLE_NAME: actions.table.name,
    ...(actions.logGroup === undefined ? {} : { LOG_GROUP_NAME: actions.logGroup.name }),
    SUSPICIOUS_KEYS_TOPIC_ARN: suspiciousKeys.arn,
  };
  const target = new WardenFunction(
    "ticket-callback",
    {
      description: "Takes Jira's webhook: enriches new issues, and has looked at again what they ask for",
      handlerFactory: () => ticketCallback(settings),
      environment: { ...environment },
      ownNames: [queue.name],
      statements: [
        ...ticketStatements(jira, table, queue, context),
        consumeStatement("TakeCallbacks", queue),
        ...suspiciousKeys.publishStatements,
        ...lookingStatements(actions, namedSecretArn(callbackSecret, context), context),
      ],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: 2 * mostFromQueue,
      namesAccounts: true,
    },
    context,
  );
  consumeQueue(
    "ticket-callback",
    target,
    queue,
    { batchSize: 1, maxReceiveCount, maximumConcurrency: mostFromQueue },
    context,
  );
  declareDeadLetterAlarm("ticket-callback", target, context, actions.alertTopicArn);
  return {
    target,
    url: openPublicUrl("ticket-callback", target, { signedBy: "jira", secretId: callbackSecret }, context),
  };
}

function lookingStatements(
  { table, logGroup }: Actions,
  callbackSecretArn: pulumi.Input<string>,
  { partition, accountId }: WardenContext,
): readonly Statement[] {
  return [
    { Sid: "CallbackSecret", Action: ["secretsmanager:GetSecretValue"], Resource: callbackSecretArn },
    {
      Sid: "ReadRecords",
      Action: ["dynamodb:GetItem"],
      Resource: table.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RECORD#*"] } },
    },
    {
      Sid: "LookAtOwners",
      Action: ["iam:GetAccessKeyLastUsed", "iam:ListUserTags"],
      Resource: pulumi.interpolate`arn:${partition}:iam::${accountId}:user/*`,
    },
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    { Sid: "NameOfAccount", Action: ["iam:ListAccountAliases"], Resource: "*" },
    lookAtUse(logGroup),
  ];
}
