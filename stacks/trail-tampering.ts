import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { ownPartsPattern, tamperingPattern } from "../core/members/event-patterns";
import { restartTrail } from "../handlers/restart-trail";
import type { RestartTrailEnvironment } from "../handlers/restart-trail/settings";
import type { Actions, WakeQueue } from "./actions";
import { actionEnvironment, actionStatements, changingStatements } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { deployingPrincipalArn } from "./deploying-principal";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { runOnEvents, runOnSchedule } from "./function-triggers";
import type { IncidentsTopic } from "./incidents";
import { ownPartMarks } from "./own-parts";
import type { Statement } from "./policy-document";
import { reachEnvironment, reachStatements } from "./reach";
import { trailOwner } from "./trail-owner";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface TrailTamperingArgs {
  readonly actions: Actions;
  readonly incidents: IncidentsTopic;
  /** As `declareTamperingQueue` has made it. */
  readonly wakeQueue: aws.sqs.Queue;
}

export interface TrailTampering {
  readonly target: WardenFunction;
  readonly wakeQueue: WakeQueue;
}

const timeoutSeconds = 60;
/** The queue that wakes `restart-trail`, for whoever hands calls on to it and is declared before. */
export function declareTamperingQueue(context: WardenContext): aws.sqs.Queue {
  return declareFunctionQueue("restart-trail-wake", timeoutSeconds, context);
}

/**
 * The function `restart-trail`: on tampering with trails, on changes of Warden's own parts, and by the clock, because events of
 * EventBridge are best effort. To be declared after everything that is to be watched.
 */
export function declareTrailTampering(context: WardenContext, args: TrailTamperingArgs): TrailTampering {
  const { actions, incidents } = args;
  const { settings } = actions;
  const trailArn = actions.logGroup?.trailArn;
  const { trail } = context.configuration;
  const queue = args.wakeQueue;
  const environment: { [Name in keyof RestartTrailEnvironment]: pulumi.Input<string> } = {
    ...actionEnvironment(actions, queue),
    ...reachEnvironment(context),
    DEPLOYING_PRINCIPAL_ARN: deployingPrincipalArn(),
    ...(trailArn === undefined ? {} : { TRAIL_ARN: trailArn }),
    ...(trail.kind === "bucket" ? { TRAIL_BUCKET: trail.bucket } : {}),
    OWN_PART_MARKS: ownPartMarks(context),
    INCIDENTS_TOPIC_ARN: incidents.arn,
  };
  const target = new WardenFunction(
    "restart-trail",
    {
      description: "Restarts a stopped trail once, and tells people of whatever blinds the trail or Warden itself",
      handlerFactory: () => restartTrail(settings),
      environment: { ...environment },
      ownNames: [actions.table.name, queue.name],
      statements: [
        ...actionStatements(actions, queue),
        ...incidents.publishStatements,
        consumeStatement("TakeWakeMessages", queue),
        ...reachStatements(context, ["restart-trail"]),
        ...lookingStatements(context, actions),
        ...changingStatements(actions, "restart-trail", [
          { Sid: "StartLogging", Action: ["cloudtrail:StartLogging"], Resource: trailsOf(context) },
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
  runOnEvents("restart-trail", target, tamperingPattern, context, { description: "Calls that blind a trail" });
  runOnEvents("restart-trail-parts", target, ownPartsPattern, context, { description: "Calls that blind Warden" });
  runOnSchedule("restart-trail-poll", target, "rate(5 minutes)", context);
  consumeQueue("restart-trail-wake", target, queue, { batchSize: 1 }, context);
  declareDeadLetterAlarm("restart-trail", target, context, actions.alertTopicArn);
  return { target, wakeQueue: queue };
}

/** Of the home region alone, where CloudTrail takes changes of a trail. */
function trailsOf({ partition, region, accountId }: WardenContext): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:cloudtrail:${region}:${accountId}:trail/*`;
}

/** With the trail that the stack itself has made, where that is the management account's. */
function trailsToLookAt(context: WardenContext): pulumi.Output<string[]> {
  const { partition, region } = context;
  const watched = pulumi.interpolate`arn:${partition}:cloudtrail:${region}:${trailOwner(context)}:trail/*`;
  return pulumi.all([trailsOf(context), watched]).apply((arns) => [...new Set(arns)]);
}

function lookingStatements(context: WardenContext, { logGroup, settings }: Actions): Statement[] {
  const protectsByTag = settings.protected.some(({ kind }) => kind === "tag");
  return [
    {
      Sid: "LookAtTrails",
      Action: ["cloudtrail:GetTrail", "cloudtrail:GetTrailStatus", ...(protectsByTag ? ["cloudtrail:ListTags"] : [])],
      Resource: trailsToLookAt(context),
    },
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    ...(logGroup?.trailArn === undefined
      ? [{ Sid: "FindTrails", Action: ["cloudtrail:DescribeTrails"], Resource: "*" }]
      : []),
  ];
}
