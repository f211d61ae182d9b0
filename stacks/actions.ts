import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { accountModes, mayChangeSomewhere } from "../core/actions/account-modes";
import { configurationHash } from "../core/actions/configuration-hash";
import type { ActionName } from "../core/configuration/names";
import type { ActionEnvironment, ActionSettings } from "../handlers/actions/settings";
import { dataTable } from "./data-table";
import type { Statement } from "./policy-document";
import { reachesOthers } from "./reach";
import type { SlackAccess } from "./slack-access";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";

export interface ActionsArgs {
  /** Undefined where the trail is read from its bucket. */
  readonly logGroup: TrailLogGroup | undefined;
  readonly alertTopicArn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly slack: SlackAccess;
}

/** What all responders share: the table of action records, the settings that decide, and the way to people. */
export interface Actions extends ActionsArgs {
  readonly table: aws.dynamodb.Table;
  /** Plain data, for a handler to capture. */
  readonly settings: ActionSettings;
}

/** The queue through which a responder wakes itself: second looks, expiries of questions, answers. */
export interface WakeQueue {
  readonly url: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

/** Declares the table of action records, once per program. */
export function declareActions(context: WardenContext, args: ActionsArgs): Actions {
  return {
    ...args,
    table: context.accountLookUp?.table ?? actionsTable(context),
    settings: actionSettings(context, args.slack),
  };
}

/** The part of a responder's environment that all of them share. */
export function actionEnvironment(
  { table, slack, alertTopicArn, logGroup }: Actions,
  wakeQueue: WakeQueue,
): { [Name in keyof ActionEnvironment]: pulumi.Input<string> } {
  return {
    ACTIONS_TABLE_NAME: table.name,
    ALERT_TOPIC_ARN: alertTopicArn,
    WAKE_QUEUE_URL: wakeQueue.url,
    ...(logGroup === undefined ? {} : { LOG_GROUP_NAME: logGroup.name }),
    STACK_NAME: pulumi.getStack(),
    ...(slack.secret === undefined ? {} : { [slack.secret.variable]: slack.secret.id }),
  };
}

/** What every responder may do beside its own looking and changing: keep records, tell people, wake itself. */
export function actionStatements(
  { table, slack, alertTopicArn, kmsKeyArn }: Actions,
  wakeQueue: WakeQueue,
): readonly Statement[] {
  return [
    {
      Sid: "ActionRecords",
      Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      Resource: table.arn,
    },
    { Sid: "AlertTopic", Action: ["sns:Publish"], Resource: alertTopicArn },
    { Sid: "AlertTopicKey", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKeyArn },
    { Sid: "WakeItself", Action: ["sqs:SendMessage"], Resource: wakeQueue.arn },
    ...(slack.secret === undefined
      ? []
      : [{ Sid: "SlackSecret", Action: ["secretsmanager:GetSecretValue"], Resource: slack.secret.arn }]),
  ];
}

/**
 * The statements that let an action change something: none where its mode is `notify` in every account, so that such a stack could change
 * nothing even if the code were wrong.
 */
export function changingStatements(
  { settings }: Actions,
  action: ActionName,
  statements: readonly Statement[],
): readonly Statement[] {
  return mayChangeSomewhere(settings, action) ? statements : [];
}

function actionSettings({ configuration }: WardenContext, slack: SlackAccess): ActionSettings {
  const { actions } = configuration;
  const settings = {
    ...accountModes(configuration),
    limits: {
      maxEventAgeMs: actions.maxEventAgeSeconds * 1000,
      perAccountPerHour: actions.perAccountPerHour,
      perHour: actions.perHour,
    },
    signalsToEnforce: configuration.signalsToEnforce,
    protected: configuration.protected,
    ...(configuration.accounts === undefined ? {} : { accounts: configuration.accounts }),
    ...(reachesOthers(configuration) ? { memberRole: configuration.memberRole?.role } : {}),
    quietForMs: actions.quietForSeconds * 1000,
  };
  const { allowedCountries, allowedNetworks, geo, guardDuty, ingress, profiles, suspiciousKeys } = configuration;
  const watched = { allowedCountries, allowedNetworks, geo, guardDuty, ingress, profiles, suspiciousKeys };
  return {
    ...settings,
    channel: slack.channel,
    interactive: configuration.slack.interactive,
    configurationHash: configurationHash({ ...settings, ...watched }),
  };
}

/** Once per program: `declareActions` takes the one that look-ups have made before. */
export function actionsTable(context: WardenContext): aws.dynamodb.Table {
  return dataTable("actions", context, { hasItems: true });
}
