import * as pulumi from "@pulumi/pulumi";

import { exposingPattern } from "../core/members/event-patterns";
import { blockPublicBucket } from "../handlers/block-public-bucket";
import type { Actions, WakeQueue } from "./actions";
import { actionEnvironment, actionStatements, changingStatements } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { consumeQueue, consumeStatement, declareFunctionQueue } from "./function-queue";
import { runOnEvents } from "./function-triggers";
import type { Statement } from "./policy-document";
import { reachEnvironment, reachStatements } from "./reach";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface PublicBuckets {
  readonly target: WardenFunction;
  readonly wakeQueue: WakeQueue;
}

const timeoutSeconds = 60;

/** The function `block-public-bucket`, with the queue that wakes it for the answers to its questions. */
export function declarePublicBuckets(context: WardenContext, actions: Actions): PublicBuckets {
  const { settings } = actions;
  const queue = declareFunctionQueue("block-public-bucket-wake", timeoutSeconds, context);
  const target = new WardenFunction(
    "block-public-bucket",
    {
      description: "Blocks public access to a bucket that was made public, and tells people either way",
      handlerFactory: () => blockPublicBucket(settings),
      environment: { ...actionEnvironment(actions, queue), ...reachEnvironment(context) },
      ownNames: [actions.table.name, queue.name],
      statements: [
        ...actionStatements(actions, queue),
        consumeStatement("TakeWakeMessages", queue),
        ...reachStatements(context, ["block-public-access"]),
        ...lookingStatements(context),
        ...changingStatements(actions, "block-public-access", [
          { Sid: "BlockPublicAccess", Action: ["s3:PutBucketPublicAccessBlock"], ...ownBuckets(context) },
        ]),
      ],
      packages: ["axios"],
      memorySizeMegabytes: 256,
      timeoutSeconds,
      reservedConcurrency: 3,
      namesAccounts: true,
    },
    context,
  );
  runOnEvents("block-public-bucket", target, exposingPattern, context, {
    description: "Calls that may make a bucket public",
  });
  consumeQueue("block-public-bucket-wake", target, queue, { batchSize: 1 }, context);
  declareDeadLetterAlarm("block-public-bucket", target, context, actions.alertTopicArn);
  return { target, wakeQueue: queue };
}

/** ARNs of buckets have no account in them. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function ownBuckets({ partition, accountId }: WardenContext): Pick<Statement, "Resource" | "Condition"> {
  return {
    Resource: pulumi.interpolate`arn:${partition}:s3:::*`,
    Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
  };
}

function lookingStatements(context: WardenContext): Statement[] {
  return [
    {
      Sid: "LookAtBuckets",
      Action: [
        "s3:GetBucketAcl",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetBucketWebsite",
      ],
      ...ownBuckets(context),
    },
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    { Sid: "LookAtAccount", Action: ["s3:GetAccountPublicAccessBlock"], Resource: "*" },
  ];
}
