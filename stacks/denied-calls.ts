import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import { subscriptionPattern } from "../core/cloudtrail/error-code";
import type { Configuration } from "../core/configuration/configuration";
import { defaultMutes } from "../core/denials/mute";
import { postDenials } from "../handlers/post-denials";
import type { PostDenialsSettings } from "../handlers/post-denials/settings";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { dataTable } from "./data-table";
import { runOnSchedule, subscribeToLogGroup } from "./function-triggers";
import { ownIds } from "./own-parts";
import { ownRoles } from "./own-roles";
import type { Statement } from "./policy-document";
import { reachesOthers } from "./reach";
import type { SlackAccess } from "./slack-access";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";
import type { WardenFunctionArgs } from "./warden-function";
import { WardenFunction } from "./warden-function";

export interface DeniedCallsArgs {
  /** Undefined where the trail is read from its bucket. */
  readonly logGroup: TrailLogGroup | undefined;
  readonly alertTopicArn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly slack: SlackAccess;
  readonly country: CountrySource;
}

/** What a function is declared with that does this work, whether alone or beside another. */
export interface WorkParts<Settings> extends Pick<WardenFunctionArgs, "ownNames" | "statements" | "packages"> {
  /** Plain data, for the handler to capture. */
  readonly settings: Settings;
  readonly environment: WardenFunctionArgs["environment"];
}

export interface DeniedCalls {
  readonly target: WardenFunction;
  readonly table: aws.dynamodb.Table;
}

/** Denied calls to Slack: the function `post-denials`, its table, its slot on the log group and its clock. */
export function declareDeniedCalls(context: WardenContext, args: DeniedCallsArgs): DeniedCalls {
  const { configuration } = context;
  const { settings, table, ...parts } = deniedCallsParts(context, args);
  const { countryLookup } = args.country;
  const target = new WardenFunction(
    "post-denials",
    {
      description: "Posts who was denied what, when, where and why to Slack, one message per incident",
      handlerFactory: () => postDenials(settings, countryLookup()),
      ...parts,
      memorySizeMegabytes: 256,
      timeoutSeconds: 60,
      reservedConcurrency: 2,
      namesAccounts: true,
    },
    context,
  );
  const { trail } = configuration;
  if (args.logGroup !== undefined && trail.kind !== "bucket" && trail.subscriptions > 0) {
    subscribeToLogGroup("post-denials", target, args.logGroup, subscriptionPattern, context);
  }
  runOnSchedule("post-denials", target, denialsSchedule, context);
  declareDeadLetterAlarm("post-denials", target, context, args.alertTopicArn);
  return { target, table };
}

/** How often windows are closed. */
export const denialsSchedule = "rate(1 minute)";

export interface DeniedCallsParts extends WorkParts<PostDenialsSettings> {
  readonly table: aws.dynamodb.Table;
}

/** The table of denials, and what else the work takes. */
export function deniedCallsParts(context: WardenContext, args: DeniedCallsArgs): DeniedCallsParts {
  const { configuration } = context;
  const table = denialsTable(context);
  const { slack, country, logGroup } = args;
  return {
    table,
    settings: {
      windowMs: configuration.denials.windowSeconds * 1000,
      mutes: [...configuration.denials.mute, ...(configuration.denials.builtInMutes ? defaultMutes : [])],
      maxPostsPerHour: configuration.slack.maxPostsPerHour,
      channel: slack.channel,
      ...memberRolesOf(configuration),
      country: { dataDate: country.dataDate, maxAgeDays: configuration.geo.maxAgeDays },
    },
    environment: {
      TABLE_NAME: table.name,
      OWN_ROLES: ownRoles(context),
      ...(logGroup === undefined ? {} : { LOG_GROUP_NAME: logGroup.name }),
      ...(slack.secret === undefined
        ? { ALERT_TOPIC_ARN: args.alertTopicArn }
        : { [slack.secret.variable]: slack.secret.id }),
    },
    ownNames: [table.name, ...ownIds(context)],
    statements: statements(table, slack, args),
    // Without Slack, too: the function's text names axios whichever channel it then loads.
    packages: ["axios", ...country.packages],
  };
}

function memberRolesOf({ memberRole, accounts = [] }: Configuration): Pick<PostDenialsSettings, "memberRoles"> {
  if (memberRole === undefined || !reachesOthers({ memberRole, accounts })) return {};
  return { memberRoles: { role: memberRole.role, accounts } };
}

function denialsTable(context: WardenContext): aws.dynamodb.Table {
  return dataTable("denials", context, {
    hasItems: true,
    attributes: [
      { name: "due", type: "S" },
      { name: "dueAtMs", type: "N" },
    ],
    globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAtMs", projectionType: "KEYS_ONLY" }],
  });
}

function statements(table: aws.dynamodb.Table, slack: SlackAccess, args: DeniedCallsArgs): Statement[] {
  return [
    {
      Sid: "Denials",
      Action: [
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: table.arn,
    },
    { Sid: "DueDenials", Action: ["dynamodb:Query"], Resource: pulumi.interpolate`${table.arn}/index/due` },
    ...(slack.secret === undefined
      ? [
          { Sid: "AlertTopic", Action: ["sns:Publish"], Resource: args.alertTopicArn },
          { Sid: "AlertTopicKey", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: args.kmsKeyArn },
        ]
      : [{ Sid: "SlackSecret", Action: ["secretsmanager:GetSecretValue"], Resource: slack.secret.arn }]),
  ];
}
