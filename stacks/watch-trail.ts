import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { subscriptionPattern, wideDenialPattern } from "../core/cloudtrail/error-code";
import { handedOnPattern } from "../core/cloudtrail/handed-on";
import { eitherPattern } from "../core/filter-pattern/either";
import { mailRule, watchTrail } from "../handlers/watch-trail";
import type { WatchTrailSettings } from "../handlers/watch-trail/settings";
import { checkedPattern } from "./checked-pattern";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import type { DeniedCallsArgs } from "./denied-calls";
import { declareDeniedCalls, deniedCallsParts, denialsSchedule } from "./denied-calls";
import type { FunctionPackage } from "./function-packages";
import { runOnSchedule, subscribeToLogGroup } from "./function-triggers";
import type { Statement } from "./policy-document";
import { trailFilesSource } from "./trail-files";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";
import type { WatchKeysArgs } from "./watch-keys";
import { declareWatchKeys, longTermKeysPattern, mailSchedule, watchKeysParts } from "./watch-keys";

export type TrailWatchArgs = DeniedCallsArgs & WatchKeysArgs;

/** The functions that read the trail, by their names, and the table of key profiles where one is kept. */
export interface TrailWatch {
  readonly functions: Readonly<Record<string, WardenFunction>>;
  readonly profiles: aws.dynamodb.Table | undefined;
  /** What is known of denials between invocations. */
  readonly denials: aws.dynamodb.Table;
  /** The queue that announces the trail's new log files, where the records come from them. */
  readonly filesQueueArn?: pulumi.Input<string> | undefined;
}

/**
 * Declares who reads the trail's records: `post-denials` and `watch-keys` with a slot of the log group each, or `watch-trail` for
 * both where there is one slot alone, or where the records come from a bucket.
 */
export function declareTrailWatch(context: WardenContext, args: TrailWatchArgs): TrailWatch {
  const { trail } = context.configuration;
  if (trail.kind === "bucket" || trail.subscriptions === 1) return declareWatchTrail(context, args);
  const postDenials = declareDeniedCalls(context, args);
  const watchKeys = declareWatchKeys(context, args);
  return {
    functions: {
      "post-denials": postDenials.target,
      ...(watchKeys === undefined ? {} : { "watch-keys": watchKeys.target }),
    },
    profiles: watchKeys?.profiles,
    denials: postDenials.table,
  };
}

const timeoutSeconds = 120;

/** What either work takes, and what is handed on: the wide filter. */
export const widePattern = eitherPattern(wideDenialPattern, longTermKeysPattern, handedOnPattern);

function declareWatchTrail(context: WardenContext, args: TrailWatchArgs): TrailWatch {
  const { trail } = context.configuration;
  const { table, ...denials } = deniedCallsParts(context, args);
  const { profiles, ...keys } = watchKeysParts(context, args);
  const files = trail.kind === "bucket" ? trailFilesSource(trail, timeoutSeconds, context) : undefined;
  const settings: WatchTrailSettings = {
    denials: { ...denials.settings, speaksAs: "post-denials" },
    keys: keys.settings,
    patterns: { denials: subscriptionPattern, keys: longTermKeysPattern },
    ...(files?.mostTries === undefined ? {} : { mostTries: files.mostTries }),
  };
  const { countryLookup } = args.country;
  const target = new WardenFunction(
    "watch-trail",
    {
      description: "Posts denied calls and reports keys that something speaks against, from one source of records",
      handlerFactory: () => watchTrail(settings, countryLookup()),
      environment: {
        ...denials.environment,
        ...keys.environment,
        ...(files === undefined
          ? {}
          : { ...files.environment, TRAIL_PATTERN: checkedPattern("watch-trail", widePattern) }),
      },
      ownNames: [...new Set([...denials.ownNames, ...keys.ownNames])],
      statements: together(denials.statements, keys.statements, files?.statements ?? []),
      packages: [...new Set<FunctionPackage>([...denials.packages, ...keys.packages])],
      // A file of many records takes longer, and more memory, than a delivery of one megabyte.
      memorySizeMegabytes: 512,
      timeoutSeconds,
      reservedConcurrency: 5,
      namesAccounts: true,
    },
    context,
  );
  files?.feed(target);
  if (args.logGroup !== undefined) subscribeToLogGroup("watch-trail", target, args.logGroup, widePattern, context);
  runOnSchedule("watch-trail", target, denialsSchedule, context);
  runOnSchedule(mailRule, target, mailSchedule, context);
  declareDeadLetterAlarm("watch-trail", target, context, args.alertTopicArn);
  void pulumi.log.info("watch-trail does the work of post-denials and watch-keys, and speaks as post-denials does.");
  return { functions: { "watch-trail": target }, profiles, denials: table, filesQueueArn: files?.queueArn };
}

/** The statements of both works; one that both have, such as that of the alert topic, stands once. */
function together(...lists: readonly (readonly Statement[])[]): Statement[] {
  const bySid = new Map<string, Statement>();
  for (const statement of lists.flat()) if (!bySid.has(statement.Sid)) bySid.set(statement.Sid, statement);
  return [...bySid.values()];
}
