import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import type { MetricDataQuery, PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";

import type { DeclaredResource } from "../../local/program/mocks";
import type { SelfWatched } from "../stacks/self-watch-stage";
import { functionsNamed, selfWatched } from "../stacks/self-watch-stage";
import { emulatorClient } from "./declared-resources";
import type { Moto } from "./moto";
import { startMoto } from "./moto";

const region = "eu-west-1";

interface DeclaredQuery {
  readonly id: string;
  readonly expression?: string;
  readonly label?: string;
  readonly returnData?: boolean;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Readonly<Record<string, string>>;
    readonly period: number;
    readonly stat: string;
  };
}

function dimensionsOf(dimensions: unknown) {
  return Object.entries((dimensions ?? {}) as Record<string, string>).map(([Name, Value]) => ({ Name, Value }));
}

/** As the provider hands a declared query to CloudWatch. */
function queryOf({ id, expression, label, returnData = false, metric }: DeclaredQuery): MetricDataQuery {
  if (metric === undefined) return { Id: id, Expression: expression, Label: label, ReturnData: returnData };
  const { namespace, metricName, dimensions, period, stat } = metric;
  const Metric = { Namespace: namespace, MetricName: metricName, Dimensions: dimensionsOf(dimensions) };
  return { Id: id, MetricStat: { Metric, Period: period, Stat: stat }, ReturnData: returnData };
}

/** As the provider hands a declared alarm to CloudWatch. */
function alarmOf({ inputs, outputs }: DeclaredResource): PutMetricAlarmCommandInput {
  const queries = inputs.metricQueries as readonly DeclaredQuery[] | undefined;
  return {
    AlarmName: String(outputs.name),
    AlarmDescription: String(inputs.alarmDescription),
    EvaluationPeriods: Number(inputs.evaluationPeriods),
    Threshold: Number(inputs.threshold),
    ComparisonOperator: inputs.comparisonOperator as PutMetricAlarmCommandInput["ComparisonOperator"],
    TreatMissingData: String(inputs.treatMissingData),
    AlarmActions: inputs.alarmActions as string[],
    OKActions: (inputs.okActions ?? []) as string[],
    ...(queries === undefined
      ? {
          Namespace: String(inputs.namespace),
          MetricName: String(inputs.metricName),
          Dimensions: dimensionsOf(inputs.dimensions),
          Statistic: inputs.statistic as PutMetricAlarmCommandInput["Statistic"],
          Period: Number(inputs.period),
        }
      : { Metrics: queries.map(queryOf) }),
  };
}

describe("the watch on Warden itself, in an emulator", function () {
  this.timeout(60_000);

  let moto: Moto;
  let stack: SelfWatched;
  let cloudWatch: CloudWatchClient;
  before(async () => {
    moto = await startMoto();
    const names = Array.from({ length: 16 }, (_, position) => `function-${position}`);
    stack = await selfWatched({ region, functions: functionsNamed(...names) });
    cloudWatch = new CloudWatchClient(emulatorClient(moto.endpoint, region));
  });
  after(() => moto.stop());

  const ofType = (type: string) => stack.resources.filter((resource) => resource.type === type);

  it("has alarms that CloudWatch takes, each with its metrics and actions", async () => {
    const declared = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(alarmOf);
    // Two on errors, two on throttles, those on deliveries and on silence, and one for each function's dead letters.
    expect(declared).to.have.length(6 + 16);
    for (const alarm of declared) await cloudWatch.send(new PutMetricAlarmCommand(alarm));
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).to.have.members(declared.map(({ AlarmName }) => AlarmName));
    for (const { AlarmName, AlarmActions, Metrics, TreatMissingData } of MetricAlarms) {
      const alarm = declared.find((one) => one.AlarmName === AlarmName);
      expect(AlarmActions, AlarmName).to.deep.equal(alarm?.AlarmActions);
      expect(TreatMissingData, AlarmName).to.equal(alarm?.TreatMissingData);
      if (alarm?.Metrics === undefined) continue;
      expect(Metrics?.map(({ Id, Expression }) => [Id, Expression])).to.deep.equal(
        alarm.Metrics.map(({ Id, Expression }) => [Id, Expression]),
      );
    }
  });

  it("has a dashboard that CloudWatch takes", async () => {
    const [dashboard] = ofType("aws:cloudwatch/dashboard:Dashboard");
    const DashboardName = String(dashboard?.inputs.dashboardName);
    const DashboardBody = String(dashboard?.inputs.dashboardBody);
    const { DashboardValidationMessages = [] } = await cloudWatch.send(
      new PutDashboardCommand({ DashboardName, DashboardBody }),
    );
    expect(DashboardValidationMessages).to.deep.equal([]);
    const kept = await cloudWatch.send(new GetDashboardCommand({ DashboardName }));
    expect(JSON.parse(kept.DashboardBody ?? "")).to.deep.equal(JSON.parse(DashboardBody));
  });

  it("has filters that CloudWatch Logs takes on the functions' own logs", async () => {
    const logs = new CloudWatchLogsClient(emulatorClient(moto.endpoint, region));
    const filters = ofType("aws:cloudwatch/logMetricFilter:LogMetricFilter");
    expect(filters.length).to.be.above(20);
    for (const logGroupName of new Set(filters.map(({ inputs }) => String(inputs.logGroupName)))) {
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
    }
    for (const { inputs, outputs } of filters) {
      const { name, namespace, value } = inputs.metricTransformation as Record<"name" | "namespace" | "value", string>;
      await logs.send(
        new PutMetricFilterCommand({
          logGroupName: String(inputs.logGroupName),
          filterName: String(outputs.name),
          filterPattern: String(inputs.pattern),
          metricTransformations: [{ metricName: name, metricNamespace: namespace, metricValue: value }],
        }),
      );
    }
    const { metricFilters = [] } = await logs.send(
      new DescribeMetricFiltersCommand({ logGroupName: "function-0-log" }),
    );
    expect(metricFilters.map(({ filterPattern }) => filterPattern)).to.have.members(
      filters.filter(({ inputs }) => inputs.logGroupName === "function-0-log").map(({ inputs }) => inputs.pattern),
    );
  });
});
