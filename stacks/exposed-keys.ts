import { exposedKeysPattern } from "../core/members/event-patterns";
import { respondToExposedKey } from "../handlers/respond-to-exposed-key";
import type { Actions } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { runOnEvents } from "./function-triggers";
import type { SuspiciousKeysTopic } from "./suspicious-keys";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

export interface ExposedKeysArgs {
  readonly actions: Actions;
  readonly suspiciousKeys: SuspiciousKeysTopic;
}

/** The function `respond-to-exposed-key`: leaks that AWS announces take the same road as any other report of a key. */
export function declareExposedKeys(
  context: WardenContext,
  { actions, suspiciousKeys }: ExposedKeysArgs,
): WardenFunction {
  const target = new WardenFunction(
    "respond-to-exposed-key",
    {
      description: "Reports access keys that AWS Health announces as exposed",
      handlerFactory: () => respondToExposedKey(),
      environment: { ACTIONS_TABLE_NAME: actions.table.name, SUSPICIOUS_KEYS_TOPIC_ARN: suspiciousKeys.arn },
      ownNames: [actions.table.name],
      statements: [
        {
          Sid: "Signals",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
          Resource: actions.table.arn,
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["SIGNALS#*"] } },
        },
        ...suspiciousKeys.publishStatements,
      ],
      packages: [],
      memorySizeMegabytes: 128,
      timeoutSeconds: 60,
      reservedConcurrency: 1,
    },
    context,
  );
  runOnEvents("respond-to-exposed-key", target, exposedKeysPattern, context, {
    description: "AWS Health announces access keys as exposed",
  });
  declareDeadLetterAlarm("respond-to-exposed-key", target, context, actions.alertTopicArn);
  return target;
}
