import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";

/** The alarm, and what CloudWatch says of telling its topic since the call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export async function alarmFacts({ name }: LinkOf<"alarm">, asker: LinkAsker): Promise<FactsByKind["alarm"]> {
  const { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand } =
    require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
  const client = asker.client(CloudWatchClient);
  const { MetricAlarms: [alarm] = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  if (alarm === undefined) return undefined;
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: name,
      HistoryItemType: "Action",
      StartDate: new Date(asker.sinceMs),
      EndDate: new Date(asker.nowMs + 60_000),
      ScanBy: "TimestampAscending",
    }),
  );
  return {
    isOn: alarm.ActionsEnabled !== false,
    actions: alarm.AlarmActions ?? [],
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    movedAtMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime(),
    told: AlarmHistoryItems.flatMap(({ HistorySummary }) => HistorySummary ?? []),
  };
}
