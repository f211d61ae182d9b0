import * as pulumi from "@pulumi/pulumi";

import { openedGroupsPattern } from "../core/members/event-patterns";
import { revokeOpenIngress } from "../handlers/revoke-open-ingress";
import type { RevokeOpenIngressSettings } from "../handlers/revoke-open-ingress/settings";
import type { Actions, WakeQueue } from "./actions";
import { actionEnvironment, actionStatements, changingStatements } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { runOnEvents, runOnSchedule } from "./function-triggers";
import type { IncidentsTopic } from "./incidents";
import type { Statement } from "./policy-document";
import { reachEnvironment, reachStatements } from "./reach";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface OpenIngressArgs {
  readonly actions: Actions;
  readonly incidents: IncidentsTopic;
}

export interface OpenIngress {
  readonly target: WardenFunction;
  readonly wakeQueue: WakeQueue;
}

/** As long as one invocation may hold a subject (`claimMs`). */
const timeoutSeconds = 60;

/** The function `revoke-open-ingress`: on changes of security groups, and by the clock over all regions. */
export function declareOpenIngress(context: WardenContext, { actions, incidents }: OpenIngressArgs): OpenIngress {
  const { ingress, regions } = context.configuration;
  const settings: RevokeOpenIngressSettings = {
    ...actions.settings,
    allowed: { tcp: ingress.tcp, udp: ingress.udp, icmp: ingress.icmp },
    exempt: ingress.exempt,
    ...(regions === undefined ? {} : { regions }),
  };
  const queue = declareFunctionQueue("revoke-open-ingress-wake", timeoutSeconds, context);
  const target = new WardenFunction(
    "revoke-open-ingress",
    {
      description: "Revokes security group rules that let in the world where they may not, and tells people either way",
      handlerFactory: () => revokeOpenIngress(settings),
      environment: {
        ...actionEnvironment(actions, queue),
        ...reachEnvironment(context),
        INCIDENTS_TOPIC_ARN: incidents.arn,
      },
      ownNames: [actions.table.name, queue.name],
      statements: [
        ...actionStatements(actions, queue),
        consumeStatement("TakeWakeMessages", queue),
        ...reachStatements(context, ["revoke-ingress"]),
        ...lookingStatements(context),
        ...changingStatements(actions, "revoke-ingress", [
          {
            Sid: "RevokeRules",
            Action: ["ec2:RevokeSecurityGroupIngress"],
            Resource: [ec2Arn(context, "security-group/*"), ec2Arn(context, "security-group-rule/*")],
          },
          ...incidents.publishStatements,
        ]),
      ],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: 2,
      namesAccounts: true,
    },
    context,
  );
  runOnEvents("revoke-open-ingress", target, openedGroupsPattern, context, {
    description: "Somebody may have opened a security group",
  });
  runOnSchedule("look-through-security-groups", target, ingress.schedule, context);
  consumeQueue("revoke-open-ingress-wake", target, queue, { batchSize: 1 }, context);
  declareDeadLetterAlarm("revoke-open-ingress", target, context, actions.alertTopicArn);
  return { target, wakeQueue: queue };
}

/** In every region: which ones are watched is a setting, and events of others may be forwarded. */
function ec2Arn({ partition, accountId }: WardenContext, resource: string): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:ec2:*:${accountId}:${resource}`;
}

function lookingStatements(context: WardenContext): Statement[] {
  return [
    // They take no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    { Sid: "LookAtGroups", Action: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"], Resource: "*" },
    {
      Sid: "LookIntoPrefixLists",
      Action: ["ec2:GetManagedPrefixListEntries"],
      Resource: [
        ec2Arn(context, "prefix-list/*"),
        pulumi.interpolate`arn:${context.partition}:ec2:*:aws:prefix-list/*`,
      ],
    },
  ];
}
