import * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import { disableKey } from "../handlers/disable-key";
import type { DisableKeySettings } from "../handlers/disable-key/settings";
import type { Actions, WakeQueue } from "./actions";
import { actionEnvironment, actionStatements, changingStatements } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { deployingPrincipalArn } from "./deploying-principal";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { runOnTopic } from "./function-triggers";
import { countryRule } from "./key-rules";
import type { Statement } from "./policy-document";
import { lookAtUse } from "./trail";
import { reachEnvironment, reachStatements } from "./reach";
import type { IncidentsTopic } from "./incidents";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface DisableKeyArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
  readonly incidents: IncidentsTopic;
  readonly country: CountrySource;
}

export interface DisableKey {
  readonly target: WardenFunction;
  /** Wakes the function for `disable-key` and `revoke-sessions` alike. */
  readonly wakeQueue: WakeQueue;
}

const timeoutSeconds = 60;

/** The function `disable-key` on the topic `suspicious-keys`, with the queue that wakes it for its second look. */
export function declareDisableKey(context: WardenContext, args: DisableKeyArgs): DisableKey {
  const { actions, suspiciousKeys, incidents, country } = args;
  const hasTickets = context.configuration.jira !== undefined;
  const settings: DisableKeySettings = { ...actions.settings, rule: countryRule(context.configuration, country) };
  const { countryLookup } = country;
  const queue = declareFunctionQueue("disable-key-wake", timeoutSeconds, context);
  const target = new WardenFunction(
    "disable-key",
    {
      description: "Deactivates a reported access key where every check says yes, and tells people either way",
      handlerFactory: () => disableKey(settings, countryLookup()),
      environment: {
        ...actionEnvironment(actions, queue),
        ...reachEnvironment(context),
        DEPLOYING_PRINCIPAL_ARN: deployingPrincipalArn(),
        ...(hasTickets ? { INCIDENTS_TOPIC_ARN: incidents.arn } : {}),
      },
      ownNames: [actions.table.name, queue.name],
      statements: [
        ...actionStatements(actions, queue),
        consumeStatement("TakeWakeMessages", queue),
        ...reachStatements(context, ["disable-key", "revoke-sessions"]),
        ...(hasTickets ? incidents.publishStatements : []),
        ...lookingStatements(actions, context),
        ...changingStatements(actions, "disable-key", [
          { Sid: "SetKeyStatus", Action: ["iam:UpdateAccessKey"], Resource: usersOf(context) },
        ]),
        ...changingStatements(actions, "revoke-sessions", [
          {
            Sid: "EndSessions",
            Action: ["iam:DeleteUserPolicy", "iam:GetUserPolicy", "iam:PutUserPolicy"],
            Resource: usersOf(context),
          },
          {
            Sid: "EndRoleSessions",
            Action: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"],
            Resource: rolesOf(context),
          },
        ]),
      ],
      packages: ["axios", ...country.packages],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: 5,
      namesAccounts: true,
    },
    context,
  );
  runOnTopic("disable-key", target, suspiciousKeys.topic, context);
  // One at a time: each is about a change of its own.
  consumeQueue("disable-key-wake", target, queue, { batchSize: 1 }, context);
  declareDeadLetterAlarm("disable-key", target, context, actions.alertTopicArn);
  return { target, wakeQueue: queue };
}

function usersOf({ partition, accountId }: WardenContext): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:iam::${accountId}:user/*`;
}

function rolesOf({ partition, accountId }: WardenContext): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:iam::${accountId}:role/*`;
}

function lookingStatements({ logGroup }: Actions, context: WardenContext): Statement[] {
  return [
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
    { Sid: "AccountOfKey", Action: ["sts:GetAccessKeyInfo"], Resource: "*" },
    {
      Sid: "LookAtKeys",
      Action: ["iam:GetAccessKeyLastUsed", "iam:GetUser", "iam:ListAccessKeys", "iam:ListUserTags"],
      Resource: usersOf(context),
    },
    { Sid: "LookAtRoles", Action: ["iam:GetRole"], Resource: rolesOf(context) },
    lookAtUse(logGroup),
  ];
}
