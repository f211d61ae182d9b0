import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";

import type { AlarmFacts, FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";

const cloudWatchPackage = () => require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");

/** An alarm of which nothing is known but how it is set. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export async function ownAlarmFacts(
  { name }: LinkOf<"own-alarm">,
  asker: LinkAsker,
): Promise<FactsByKind["own-alarm"]> {
  const alarm = await alarmNamed(name, asker);
  return alarm && settingsOf(alarm);
}

/** The alarm, and what CloudWatch says of telling its topic since the call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export async function alarmFacts({ name }: LinkOf<"alarm">, asker: LinkAsker): Promise<FactsByKind["alarm"]> {
  const { CloudWatchClient, DescribeAlarmHistoryCommand } = cloudWatchPackage();
  const client = asker.client(CloudWatchClient);
  const alarm = await alarmNamed(name, asker);
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
    ...settingsOf(alarm),
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    movedAtMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime(),
    told: AlarmHistoryItems.flatMap(({ HistorySummary }) => HistorySummary ?? []),
  };
}

async function alarmNamed(name: string, asker: LinkAsker): Promise<MetricAlarm | undefined> {
  const { CloudWatchClient, DescribeAlarmsCommand } = cloudWatchPackage();
  const client = asker.client(CloudWatchClient);
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms[0];
}

function settingsOf({ ActionsEnabled, AlarmActions }: MetricAlarm): Pick<AlarmFacts, "isOn" | "actions"> {
  return { isOn: ActionsEnabled !== false, actions: AlarmActions ?? [] };
}
