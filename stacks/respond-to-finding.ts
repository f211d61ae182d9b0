import type * as pulumi from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";

import { respondToFinding } from "../handlers/respond-to-finding";
import type { FindingEnvironment, FindingSettings } from "../handlers/respond-to-finding/settings";
import type { Actions } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import type { Statement } from "./policy-document";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface RespondToFindingArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
}

/**
 * The function `respond-to-finding`: tells people of a finding of GuardDuty, reports its credentials, and adds what they did
 * lately. It changes nothing itself. The rules that hand it findings are declared with the detector.
 */
export function declareRespondToFinding(
  context: WardenContext,
  { actions, suspiciousKeys }: RespondToFindingArgs,
): WardenFunction {
  const { table, slack, alertTopicArn, settings: shared } = actions;
  const settings: FindingSettings = {
    findings: context.configuration.guardDuty.findings,
    modes: shared.modes,
    modesOf: shared.modesOf,
    signalsToEnforce: shared.signalsToEnforce,
    channel: shared.channel,
  };
  const environment: { [Name in keyof FindingEnvironment]: pulumi.Input<string> } = {
    ACTIONS_TABLE_NAME: table.name,
    SUSPICIOUS_KEYS_TOPIC_ARN: suspiciousKeys.arn,
    ALERT_TOPIC_ARN: alertTopicArn,
    ...(slack.secret === undefined ? {} : { [slack.secret.variable]: slack.secret.id }),
  };
  const target = new WardenFunction(
    "respond-to-finding",
    {
      description: "Tells people of findings of GuardDuty, reports their credentials, and looks up what these did",
      handlerFactory: () => respondToFinding(settings),
      environment,
      ownNames: [table.name],
      statements: [
        {
          Sid: "FindingsAndSignals",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
          Resource: table.arn,
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["FINDING#*", "LOOKUPS#*", "SIGNALS#*"] } },
        },
        ...suspiciousKeys.publishStatements,
        { Sid: "AlertTopic", Action: ["sns:Publish"], Resource: alertTopicArn },
        ...(slack.secret === undefined
          ? []
          : [{ Sid: "SlackSecret", Action: ["secretsmanager:GetSecretValue"], Resource: slack.secret.arn }]),
        ...investigationStatements(context),
      ],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      // The alert, the report and at most forty seconds of look-ups.
      timeoutSeconds: 120,
      reservedConcurrency: 3,
      namesAccounts: true,
    },
    context,
  );
  declareDeadLetterAlarm("respond-to-finding", target, context, alertTopicArn);
  return target;
}

function investigationStatements({ partition, accountId }: WardenContext): Statement[] {
  const identity = (path: string) => interpolate`arn:${partition}:iam::${accountId}:${path}/*`;
  return [
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    { Sid: "EventHistory", Action: ["cloudtrail:LookupEvents"], Resource: "*" },
    {
      Sid: "LookAtUsers",
      Action: [
        "iam:GetAccessKeyLastUsed",
        "iam:ListAccessKeys",
        "iam:ListAttachedUserPolicies",
        "iam:ListGroupsForUser",
        "iam:ListUserPolicies",
      ],
      Resource: identity("user"),
    },
    { Sid: "LookAtGroups", Action: ["iam:ListAttachedGroupPolicies"], Resource: identity("group") },
    {
      Sid: "LookAtRoles",
      Action: ["iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      Resource: identity("role"),
    },
  ];
}
