import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import type { HandedOnTo } from "../core/cloudtrail/handed-on";
import { handedOnPattern } from "../core/cloudtrail/handed-on";
import { eitherPattern } from "../core/filter-pattern/either";
import { watchKeys } from "../handlers/watch-keys";
import type { WatchKeysSettings } from "../handlers/watch-keys/settings";
import { accountNames } from "./account-look-up";
import type { Actions, WakeQueue } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import type { WorkParts } from "./denied-calls";
import { runOnSchedule, subscribeToLogGroup } from "./function-triggers";
import { profileStatements, profilesTable } from "./key-profiles";
import { countryRule, profileRules } from "./key-rules";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

/** Calls with long-term keys, allowed or denied. */
export const longTermKeysPattern = '{ $.userIdentity.accessKeyId = "AKIA*" }';

/** What `watch-keys` has a slot for: those calls, and the ones that it hands on. */
const watchKeysPattern = eitherPattern(longTermKeysPattern, handedOnPattern);

/** How often what has gathered about key profiles is mailed, if there is anything. */
export const mailSchedule = "rate(1 hour)";

export interface WatchKeysArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
  /** The queues that wake the functions that act on calls. */
  readonly handOnTo: Readonly<Record<HandedOnTo, WakeQueue>>;
  readonly country: CountrySource;
}

/** The function, and the table that it keeps what is usual for each key in. */
export interface WatchedKeys {
  readonly target: WardenFunction;
  readonly profiles: aws.dynamodb.Table;
}

/**
 * The function `watch-keys` on the second slot of the log group. Undefined, and said at preview, where the stack leaves it
 * no slot.
 */
export function declareWatchKeys(context: WardenContext, args: WatchKeysArgs): WatchedKeys | undefined {
  const { logGroup, alertTopicArn } = args.actions;
  const { trail } = context.configuration;
  if (logGroup === undefined || trail.kind === "bucket" || trail.subscriptions < 2) {
    void pulumi.log.info(
      "watch-keys is not declared: api-warden:trail.subscriptions is 0 and it takes the second slot of the log group. Keys are judged by alerts of a SIEM and by AWS Health alone.",
    );
    return undefined;
  }
  const { profiles, settings, ...parts } = watchKeysParts(context, args);
  const { countryLookup } = args.country;
  const target = new WardenFunction(
    "watch-keys",
    {
      description:
        "Looks at calls made with long-term keys and reports keys used from abroad, in unusual ways or in vain",
      handlerFactory: () => watchKeys(settings, countryLookup()),
      ...parts,
      memorySizeMegabytes: 256,
      timeoutSeconds: 60,
      reservedConcurrency: 5,
      namesAccounts: true,
    },
    context,
  );
  subscribeToLogGroup("watch-keys", target, logGroup, watchKeysPattern, context);
  runOnSchedule("watch-keys", target, mailSchedule, context);
  declareDeadLetterAlarm("watch-keys", target, context, alertTopicArn);
  return { target, profiles };
}

/** The table of key profiles, and what else the work takes. */
export function watchKeysParts(
  context: WardenContext,
  { actions, suspiciousKeys, handOnTo, country }: WatchKeysArgs,
): WorkParts<WatchKeysSettings> & { readonly profiles: aws.dynamodb.Table } {
  const { configuration } = context;
  if (configuration.allowedCountries === undefined) {
    void pulumi.log.info(
      "api-warden:allowedCountries is not set: the country rule is off, and long-term keys are watched for bursts of denied calls and for what is unusual for them.",
    );
  }
  const profiles = profilesTable(context);
  return {
    profiles,
    settings: {
      ...accountNames(context),
      rule: countryRule(configuration, country),
      profiles: profileRules(configuration),
    },
    environment: {
      ACTIONS_TABLE_NAME: actions.table.name,
      PROFILES_TABLE_NAME: profiles.name,
      SUSPICIOUS_KEYS_TOPIC_ARN: suspiciousKeys.arn,
      ALERT_TOPIC_ARN: actions.alertTopicArn,
      HAND_ON_QUEUE_URLS: pulumi.jsonStringify(
        Object.fromEntries(Object.entries(handOnTo).map(([name, { url }]) => [name, url])),
      ),
    },
    ownNames: [actions.table.name, profiles.name],
    statements: [
      {
        Sid: "WatchedKeys",
        Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
        Resource: actions.table.arn,
        Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["WATCH#*", "SIGNALS#*"] } },
      },
      ...profileStatements(actions, profiles),
      ...suspiciousKeys.publishStatements,
      { Sid: "HandOn", Action: ["sqs:SendMessage"], Resource: Object.values(handOnTo).map(({ arn }) => arn) },
    ],
    packages: country.packages,
  };
}
