import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Input, Plan, ServiceDefinition } from "../types";

export interface AlarmSetup {
  readonly name: string;
  readonly actions: readonly string[];
  readonly actionsEnabled: boolean;
}

/** What became of an alarm at a time. */
export interface AlarmNews {
  readonly name: string;
  readonly atMs: number;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
}

/** What became of telling one of an alarm's topics. */
export interface AlarmActionNews {
  readonly name: string;
  readonly atMs: number;
  readonly topicArn: string;
  /** Absent where the topic took it. */
  readonly failure?: string;
}

/** What a metric summed up to in a minute. */
export interface MetricDatum {
  readonly namespace: string;
  readonly name: string;
  readonly atMs: number;
  readonly sum: number;
}

declare module "../types" {
  interface AccountSetup {
    readonly alarms?: readonly AlarmSetup[];
    readonly alarmNews?: readonly AlarmNews[];
    readonly alarmActionNews?: readonly AlarmActionNews[];
    /** All that was measured of the metrics that it names, each time. */
    readonly metricData?: readonly MetricDatum[];
  }
}

const refusal = (message: string) => new ServiceError("ValidationError", message);

/** CloudWatch, as far as looking at alarms and at what log groups counted goes; it holds what the run puts there. */
export const service: ServiceDefinition = {
  name: "cloudwatch",
  signingName: "monitoring",
  protocol: jsonProtocol("1.0"),
  create: (account) => {
    const alarms = new Map<string, AlarmSetup>();
    const states = new Map<string, AlarmNews>();
    const actions: AlarmActionNews[] = [];
    let data: readonly MetricDatum[] = [];
    return {
      put: ({ alarms: declared = [], alarmNews = [], alarmActionNews = [], metricData }) => {
        declared.forEach((alarm) => alarms.set(alarm.name, alarm));
        alarmNews.forEach((news) => states.set(news.name, news));
        actions.push(...alarmActionNews);
        if (metricData !== undefined) data = metricData;
      },
      operations: {
        DescribeAlarms: { writes: false, plan: (input) => planDescribeAlarms(input, account, alarms, states) },
        DescribeAlarmHistory: { writes: false, plan: (input) => planHistory(input, account, actions) },
        GetMetricStatistics: { writes: false, plan: (input) => planStatistics(input, data) },
      },
    };
  },
};

function alarmArn(name: string, { accountId, region }: AccountView): string {
  return `arn:${partitionOfRegion(region).name}:cloudwatch:${region}:${accountId}:alarm:${name}`;
}

function planDescribeAlarms(
  input: Input,
  account: AccountView,
  alarms: ReadonlyMap<string, AlarmSetup>,
  states: ReadonlyMap<string, AlarmNews>,
): Plan {
  refuseOtherFields(input, "DescribeAlarms", ["AlarmNames", "MaxRecords"], refusal);
  const names = Array.isArray(input.AlarmNames) ? input.AlarmNames.map(String) : [...alarms.keys()];
  return {
    needs: names.map((name) => ({ action: "cloudwatch:DescribeAlarms", resourceArn: alarmArn(name, account) })),
    run: () => ({
      MetricAlarms: names.flatMap((name) => {
        const alarm = alarms.get(name);
        if (alarm === undefined) return [];
        const news = states.get(name);
        const moved = news === undefined ? {} : { StateTransitionedTimestamp: news.atMs / 1000 };
        return [
          {
            AlarmName: name,
            AlarmArn: alarmArn(name, account),
            ActionsEnabled: alarm.actionsEnabled,
            AlarmActions: alarm.actions,
            StateValue: news?.state ?? "OK",
            ...moved,
          },
        ];
      }),
    }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
function planHistory(input: Input, account: AccountView, actions: readonly AlarmActionNews[]): Plan {
  const known = ["AlarmName", "HistoryItemType", "StartDate", "EndDate", "MaxRecords", "ScanBy"];
  refuseOtherFields(input, "DescribeAlarmHistory", known, refusal);
  const name = requiredText(input, "AlarmName", refusal);
  if (input.HistoryItemType !== "Action") throw refusal("the local account keeps actions of alarms alone");
  const fromMs = Number(input.StartDate ?? 0) * 1000;
  return {
    needs: [{ action: "cloudwatch:DescribeAlarmHistory", resourceArn: alarmArn(name, account) }],
    run: () => ({
      AlarmHistoryItems: actions
        .filter((one) => one.name === name && one.atMs >= fromMs)
        .map(({ atMs, topicArn, failure }) => ({
          AlarmName: name,
          Timestamp: atMs / 1000,
          HistoryItemType: "Action",
          HistorySummary:
            failure === undefined
              ? `Successfully executed action ${topicArn}`
              : `Failed to execute action ${topicArn}. Received error: "${failure}"`,
        })),
    }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
function planStatistics(input: Input, data: readonly MetricDatum[]): Plan {
  const known = ["Namespace", "MetricName", "StartTime", "EndTime", "Period", "Statistics"];
  refuseOtherFields(input, "GetMetricStatistics", known, refusal);
  const namespace = requiredText(input, "Namespace", refusal);
  const name = requiredText(input, "MetricName", refusal);
  const [fromMs, toMs] = [Number(input.StartTime) * 1000, Number(input.EndTime) * 1000];
  const found = data.filter((datum) => datum.namespace === namespace && datum.name === name);
  return {
    // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    needs: [{ action: "cloudwatch:GetMetricStatistics", resourceArn: "*" }],
    run: () => ({
      Label: name,
      Datapoints: found
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .map(({ atMs, sum }) => ({ Timestamp: atMs / 1000, Sum: sum, Unit: "None" })),
    }),
  };
}
