import * as pulumi from "@pulumi/pulumi";

import type { ActionName } from "../core/configuration/names";
import { approveAction } from "../handlers/approve-action";
import type { ApproveActionEnvironment, ApproveActionSettings } from "../handlers/approve-action/settings";
import type { Actions, WakeQueue } from "./actions";
import { declareDeadLetterAlarm } from "./dead-letter-alarm";
import { openPublicUrl } from "./function-triggers";
import type { Statement } from "./policy-document";
import { namedSecretArn } from "./slack-access";
import type { WardenContext } from "./warden-context";
import { WardenFunction } from "./warden-function";

/** The queue that wakes the responder of each action. */
export type WakeQueues = Readonly<Partial<Record<ActionName, WakeQueue>>>;

export interface Approvals {
  readonly target: WardenFunction;
  /** For the Slack app's "Interactivity Request URL". */
  readonly url: pulumi.Output<string>;
}

/**
 * The function `approve-action` behind a public function URL, for the buttons under questions; undefined unless
 * `slack.interactive` asks for it. Whoever calls the URL is nobody until Slack's signature says otherwise.
 */
export function declareApprovals(
  context: WardenContext,
  actions: Actions,
  wakeQueues: WakeQueues,
): Approvals | undefined {
  const { interactive, signingSecret, approvers } = context.configuration.slack;
  if (!interactive || signingSecret === undefined) return undefined;
  const settings: ApproveActionSettings = { approvers };
  const environment: { [Name in keyof ApproveActionEnvironment]: pulumi.Input<string> } = {
    ACTIONS_TABLE_NAME: actions.table.name,
    SLACK_SIGNING_SECRET_ID: signingSecret,
    WAKE_QUEUE_URLS: pulumi.jsonStringify(mapped(wakeQueues, ({ url }) => url)),
  };
  const target = new WardenFunction(
    "approve-action",
    {
      description: "Takes the answers that approvers give by the buttons under Slack messages",
      handlerFactory: () => approveAction(settings),
      environment: { ...environment },
      ownNames: [],
      statements: statements(actions, wakeQueues, namedSecretArn(signingSecret, context)),
      packages: ["axios"],
      // Slack waits for three seconds, a cold start among them: more memory is a faster processor.
      memorySizeMegabytes: 512,
      timeoutSeconds: 30,
      reservedConcurrency: 2,
    },
    context,
  );
  declareDeadLetterAlarm("approve-action", target, context, actions.alertTopicArn);
  return {
    target,
    url: openPublicUrl("approve-action", target, { signedBy: "slack", secretId: signingSecret }, context),
  };
}

function statements(
  { table }: Actions,
  wakeQueues: WakeQueues,
  signingSecretArn: pulumi.Input<string>,
): readonly Statement[] {
  return [
    {
      Sid: "ReadRecords",
      Action: ["dynamodb:GetItem"],
      Resource: table.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RECORD#*"] } },
    },
    {
      // Neither what is paused nor what the caps have counted.
      Sid: "WriteAnswers",
      Action: ["dynamodb:PutItem"],
      Resource: table.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RECORD#*", "PRESS#*", "EXPECTED#*"] } },
    },
    {
      Sid: "WakeResponders",
      Action: ["sqs:SendMessage"],
      Resource: [...new Set(Object.values(wakeQueues).map(({ arn }) => arn))],
    },
    { Sid: "SigningSecret", Action: ["secretsmanager:GetSecretValue"], Resource: signingSecretArn },
  ];
}

function mapped<Value, Result>(
  entries: Readonly<Partial<Record<string, Value>>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, change(value)]])),
  );
}
