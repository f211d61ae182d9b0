import * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import { watchKeys } from "../handlers/watch-keys";
import type { WatchKeysSettings } from "../handlers/watch-keys/settings";
import type { Actions } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { subscribeToLogGroup } from "./function-triggers";
import { countryRule } from "./key-rules";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

/** Calls with long-term keys, allowed or denied. */
export const longTermKeysPattern = '{ $.userIdentity.accessKeyId = "AKIA*" }';

export interface WatchKeysArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
  readonly country: CountrySource;
}

/**
 * The function `watch-keys` on the second slot of the log group. Undefined, and said at preview, where the stack leaves it
 * no slot.
 */
export function declareWatchKeys(context: WardenContext, args: WatchKeysArgs): WardenFunction | undefined {
  const { configuration } = context;
  const { trail } = configuration;
  const slots = trail.kind === "bucket" ? 0 : trail.subscriptions;
  if (slots < 2) {
    void pulumi.log.info(
      `watch-keys is not declared: api-warden:trail.subscriptions is ${slots} and it takes the second slot of the log group. Keys are judged by alerts of a SIEM and by AWS Health alone.`,
    );
    return undefined;
  }
  if (configuration.allowedCountries === undefined) {
    void pulumi.log.info(
      "api-warden:allowedCountries is not set: the country rule is off, and long-term keys are watched for bursts of denied calls alone.",
    );
  }
  const { actions, suspiciousKeys, country } = args;
  const settings: WatchKeysSettings = { rule: countryRule(configuration, country) };
  const { lookup } = country;
  const target = new WardenFunction(
    "watch-keys",
    {
      description: "Looks at calls made with long-term keys and reports keys used from abroad or denied in bursts",
      handlerFactory: () => watchKeys(settings, lookup),
      environment: { ACTIONS_TABLE_NAME: actions.table.name, SUSPICIOUS_KEYS_TOPIC_ARN: suspiciousKeys.arn },
      ownNames: [actions.table.name],
      statements: [
        {
          Sid: "WatchedKeys",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
          Resource: actions.table.arn,
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["WATCH#*", "SIGNALS#*"] } },
        },
        ...suspiciousKeys.publishStatements,
      ],
      packages: country.packages,
      memorySizeMegabytes: 256,
      timeoutSeconds: 60,
      reservedConcurrency: 5,
    },
    context,
  );
  subscribeToLogGroup("watch-keys", target, actions.logGroup, longTermKeysPattern, context);
  declareDeadLetterAlarm("watch-keys", target, context, actions.alertTopicArn);
  return target;
}
