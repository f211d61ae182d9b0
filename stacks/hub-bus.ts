import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { memberRoleArn } from "../core/members/role-names";
import type { TriggeredFunction } from "./dead-letter-senders";
import { runOnEvents } from "./function-triggers";
import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import { memberAccounts, reachesOthers } from "./reach";
import { wantedEvents } from "./wanted-events";
import type { WardenContext } from "./warden-context";

/** Functions by their names. */
export type Targets = Readonly<Record<string, TriggeredFunction>>;

/**
 * The bus that other accounts send events to, with the rules that hand them to the functions; undefined where no other account
 * is listed or has a role. Each listed account may send by one role, which its template makes for nothing else.
 */
export function declareHubBus(context: WardenContext, targets: Targets): aws.cloudwatch.EventBus | undefined {
  const { configuration, tags } = context;
  if (!reachesOthers(configuration)) return undefined;
  const bus = new aws.cloudwatch.EventBus("hub", { tags });
  new aws.cloudwatch.EventBusPolicy(
    "hub",
    { eventBusName: bus.name, policy: policyDocument([takeFromMembers(bus.arn, context)]) },
    { parent: bus },
  );
  for (const { name, description, pattern, function: wanting } of wantedEvents(configuration.guardDuty.minSeverity)) {
    const target = targets[wanting];
    if (target === undefined) throw new Error(`no function ${wanting} takes ${name} of other accounts`);
    runOnEvents(`from-members-${name}`, target, pattern, context, {
      description: `${description}, in another account`,
      busName: bus.name,
    });
  }
  return bus;
}

/**
 * Accounts stand in the condition: as principals, each of which AWS keeps as an ARN, a hundred would be too long for a bus's policy.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
 */
function takeFromMembers(busArn: pulumi.Output<string>, context: WardenContext): Statement {
  const { memberRole } = context.configuration;
  return {
    Sid: "TakeFromMembers",
    Principal: "*",
    Action: ["events:PutEvents"],
    Resource: busArn,
    Condition: {
      StringEquals: { "aws:PrincipalAccount": memberAccounts(context) },
      ArnLike: {
        "aws:PrincipalArn": pulumi
          .output(context.partition)
          .apply((partition) =>
            memberRoleArn({ role: memberRole?.role ?? "" }, "forward", { partition, account: "*" }),
          ),
      },
    },
  };
}
