import { randomUUID } from "node:crypto";

import type { AlarmState } from "../../clients/alarm-states";
import { alarmStates } from "../../clients/alarm-states";
import type { DeniedCallOutcome } from "../../clients/denied-call";
import { askForRole } from "../../clients/denied-call";
import type { ProbeStore } from "../../clients/probe-store";
import { probeStore } from "../../clients/probe-store";
import type { MessageChannel } from "../../clients/slack";
import type { Topic } from "../../clients/topic";
import { snsTopic } from "../../clients/topic";
import type { TopicState } from "../../clients/topic-state";
import { topicState } from "../../clients/topic-state";
import { invocationPatience, messageChannel } from "../message-channel";
import type { ProbeEnvironment, ProbeSettings } from "./settings";

/** What the probe works with. */
export interface ProbeParts {
  readonly settings: ProbeSettings;
  readonly environment: ProbeEnvironment;
  /** The function's own role. */
  readonly roleArn: string;
  readonly store: ProbeStore;
  /** Undefined where the stack has no Slack. */
  readonly slack: Pick<MessageChannel, "post"> | undefined;
  readonly mail: Topic;
  newId(): string;
  deniedCall(roleName: string): Promise<DeniedCallOutcome>;
  topicState(arn: string): Promise<TopicState | undefined>;
  alarmStates(names: readonly string[]): Promise<readonly AlarmState[]>;
}

/** Loads no client: each is loaded with its first call. */
export function probeParts(settings: ProbeSettings): ProbeParts {
  const environment = process.env as unknown as ProbeEnvironment;
  const patience = invocationPatience();
  return {
    settings,
    environment,
    roleArn: environment.OWN_ROLE_ARN,
    store: probeStore(environment.TABLE_NAME),
    slack: settings.channel.kind === "mail" ? undefined : messageChannel(settings.channel, environment, () => patience),
    mail: snsTopic(environment.ALERT_TOPIC_ARN),
    newId: () => randomUUID().replaceAll("-", "").slice(0, 20),
    deniedCall: askForRole,
    topicState,
    alarmStates,
  };
}
