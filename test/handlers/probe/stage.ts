import type { AlarmState } from "../../../clients/alarm-states";
import type { DeniedCallOutcome } from "../../../clients/denied-call";
import { probesIn } from "../../../clients/probe-store";
import type { SlackMessage } from "../../../core/slack/message";
import type { ProbeParts } from "../../../handlers/probe/parts";
import type { MemoryTable } from "../../support/memory-table";
import { memoryTable } from "../../support/memory-table";

const alarmName = "denied-calls-1234567";

/** A probe among stand-ins that can be made to fail, and what it did. */
export interface ProbeStage {
  readonly parts: ProbeParts;
  readonly table: MemoryTable;
  readonly asked: string[];
  readonly slack: SlackMessage[];
  readonly mails: { readonly subject: string | undefined; readonly message: string }[];
  outcome: DeniedCallOutcome;
  /** Undefined where the alarm is gone. */
  alarm: Partial<AlarmState> | undefined;
  topicsAreThere: boolean;
  slackFails: boolean;
  mailFails: boolean;
}

export function probeStage(hasSlack = true): ProbeStage {
  const table = memoryTable();
  let calls = 0;
  const stage: ProbeStage = {
    table,
    asked: [],
    slack: [],
    mails: [],
    outcome: "denied",
    alarm: { state: "ALARM" },
    topicsAreThere: true,
    slackFails: false,
    mailFails: false,
    parts: {
      settings: {
        channel: hasSlack ? { kind: "webhook" } : { kind: "mail" },
        isReadByFunction: true,
        setsAlarmsOff: true,
        addresses: { alerts: 1, compliance: 1 },
      },
      environment: {
        OWN_ROLE_ARN: "arn:aws:iam::111122223333:role/probe-1234567",
        TABLE_NAME: "denials",
        ALERT_TOPIC_ARN: "arn:aws:sns:us-east-1:111122223333:alerts",
        COMPLIANCE_TOPIC_ARN: "arn:aws:sns:us-east-1:111122223333:compliance",
        ALARM_NAMES: JSON.stringify([alarmName]),
      },
      roleArn: "arn:aws:iam::111122223333:role/probe-1234567",
      store: probesIn(table),
      slack: hasSlack
        ? {
            async post(message) {
              if (stage.slackFails) throw new Error("Slack answered 404 no_service");
              stage.slack.push(message);
              return undefined;
            },
          }
        : undefined,
      mail: {
        async publish(message, subject) {
          if (stage.mailFails) throw new Error("SNS is not to be reached");
          stage.mails.push({ subject, message });
        },
      },
      newId: () => String((calls += 1)).padStart(20, "0"),
      async deniedCall(roleName) {
        stage.asked.push(roleName);
        return stage.outcome;
      },
      topicState: async () => (stage.topicsAreThere ? { confirmed: 1, pending: 0 } : undefined),
      alarmStates: async () =>
        stage.alarm === undefined
          ? []
          : [{ name: alarmName, state: "OK", movedAtMs: undefined, actionsEnabled: true, actions: [], ...stage.alarm }],
    },
  };
  return stage;
}
