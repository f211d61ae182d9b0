import type { ActionStore } from "../../clients/action-store";
import { actionStore } from "../../clients/action-store";
import { mailChannel } from "../../clients/mail";
import type { DelayQueue } from "../../clients/queue";
import { delayQueue } from "../../clients/queue";
import type { Reach } from "../../clients/reach";
import { accountReach } from "../../clients/reach";
import { secret } from "../../clients/secret";
import type { MessageChannel } from "../../clients/slack";
import { stateTable } from "../../clients/state-table";
import type { Topic } from "../../clients/topic";
import { snsTopic } from "../../clients/topic";
import { partitionOfRegion } from "../../core/cloudtrail/partition";
import type { ConsolePortal } from "../../core/slack/console-portal";
import { consolePortal } from "../console-portal";
import { invocationPatience, messageChannel } from "../message-channel";
import { namingAccounts } from "../named-accounts";
import type { ActionEnvironment, ActionSettings } from "./settings";

/** What every responder works with, made once per container. */
export interface ResponderParts {
  readonly settings: ActionSettings;
  readonly store: ActionStore;
  readonly channel: MessageChannel;
  /** For what is done, asked or failed; absent where the channel itself is mail. */
  readonly mail?: MessageChannel | undefined;
  readonly wake: DelayQueue;
  /** Set for an event that may have come by another road before: what was dealt with then is no news. */
  readonly isSecondRoad?: boolean;
  /** Takes what has to become a ticket; absent where the stack has no tickets. */
  readonly incidents?: Topic | undefined;
  /** The roles in other accounts; absent where there are none. */
  readonly reach?: Reach | undefined;
  readonly place: {
    readonly logGroup: string | undefined;
    readonly homeRegion?: string | undefined;
    readonly portal?: ConsolePortal | undefined;
    readonly stackName: string;
  };
}

/** Loads the client of DynamoDB: to be made with the first event that needs it. `ownAccount`: the one that the function runs in. */
export function responderParts(
  settings: ActionSettings,
  environment: ActionEnvironment,
  ownAccount: string | undefined,
): ResponderParts {
  const { INCIDENTS_TOPIC_ARN } = environment;
  const reach = reachOf(settings, environment, ownAccount);
  return {
    settings,
    store: actionStore(stateTable(environment.ACTIONS_TABLE_NAME)),
    channel: messageChannel(settings.channel, environment, invocationPatience),
    ...(settings.channel.kind === "mail"
      ? {}
      : { mail: namingAccounts(mailChannel(environment.ALERT_TOPIC_ARN), settings.channel) }),
    wake: delayQueue(environment.WAKE_QUEUE_URL),
    ...(INCIDENTS_TOPIC_ARN === undefined ? {} : { incidents: snsTopic(INCIDENTS_TOPIC_ARN) }),
    ...(reach === undefined ? {} : { reach }),
    place: {
      logGroup: environment.LOG_GROUP_NAME,
      homeRegion: process.env.AWS_REGION,
      stackName: environment.STACK_NAME,
      ...consolePortal(process.env),
    },
  };
}

function reachOf(
  { memberRole }: ActionSettings,
  { EXTERNAL_ID_SECRET_ID }: ActionEnvironment,
  ownAccount: string | undefined,
): Reach | undefined {
  if (memberRole === undefined || EXTERNAL_ID_SECRET_ID === undefined) return undefined;
  return accountReach({
    memberRole: { role: memberRole },
    externalId: secret(EXTERNAL_ID_SECRET_ID),
    partition: partitionOfRegion(process.env.AWS_REGION ?? "us-east-1").name,
    ownAccount,
    sessionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? "api-warden",
  });
}
