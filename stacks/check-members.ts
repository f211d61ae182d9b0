import type * as aws from "@pulumi/aws";

import { checkMembers } from "../handlers/check-members";
import type { CheckMembersSettings } from "../handlers/check-members/settings";
import type { Actions } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { runOnEvents } from "./function-triggers";
import { reachEnvironment, reachStatements } from "./reach";
import { wantedEvents } from "./wanted-events";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";
import { watchedRegions } from "./watched-regions";

/** Whatever comes to the hub's bus: events of other accounts alone. */
const anyEvent = Object.freeze({ account: [{ exists: true }] });

/** The function `check-members`: asked by `warden members`, and told of every event on the hub's bus. */
export function declareCheckMembers(
  context: WardenContext,
  actions: Actions,
  bus: aws.cloudwatch.EventBus,
): WardenFunction {
  const { accounts = [], guardDuty, memberRole } = context.configuration;
  const settings: CheckMembersSettings = {
    memberRole: memberRole?.role ?? "",
    accounts,
    regions: watchedRegions(context).all,
    events: wantedEvents(guardDuty.minSeverity).map(({ name }) => name),
  };
  const target = new WardenFunction(
    "check-members",
    {
      description: "Says which other accounts are reached and watched, and when each was heard of last",
      handlerFactory: () => checkMembers(settings),
      environment: { ACTIONS_TABLE_NAME: actions.table.name, ...reachEnvironment(context) },
      ownNames: [actions.table.name],
      statements: [
        {
          Sid: "LastEvents",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
          Resource: actions.table.arn,
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["MEMBER#*"] } },
        },
        ...reachStatements(context, ["disable-key"], { always: true }),
      ],
      packages: [],
      memorySizeMegabytes: 256,
      timeoutSeconds: 300,
      reservedConcurrency: 1,
    },
    context,
  );
  runOnEvents("from-members-any", target, anyEvent, context, {
    description: "Anything that another account sends",
    busName: bus.name,
  });
  declareDeadLetterAlarm("check-members", target, context, actions.alertTopicArn);
  return target;
}
