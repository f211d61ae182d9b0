import { callLimits } from "./call-limits";

/** An alarm as CloudWatch has it. */
export interface AlarmState {
  readonly name: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** When it last went from one state to another; undefined where it never has. */
  readonly movedAtMs: number | undefined;
  readonly actionsEnabled: boolean;
  /** ARNs of what it tells when it goes to ALARM. */
  readonly actions: readonly string[];
}

/** Those of the named alarms that there are. Throws what CloudWatch says. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export async function alarmStates(names: readonly string[]): Promise<readonly AlarmState[]> {
  if (names.length === 0) return [];
  const { CloudWatchClient, DescribeAlarmsCommand } =
    require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
  const client = new CloudWatchClient(callLimits);
  try {
    const { MetricAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: 100 }),
    );
    return MetricAlarms.map((alarm) => ({
      name: alarm.AlarmName ?? "",
      state: alarm.StateValue ?? "INSUFFICIENT_DATA",
      movedAtMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime(),
      actionsEnabled: alarm.ActionsEnabled ?? true,
      actions: alarm.AlarmActions ?? [],
    }));
  } finally {
    client.destroy();
  }
}
