import { valueAt } from "../../core/cloudtrail/record";
import type { DeclaredResource } from "../program/mocks";
import type { AlarmState } from "./alarm";
import type { Graph } from "./graph";

export interface AlarmChange {
  readonly before: AlarmState;
  readonly state: AlarmState;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/**
 * What CloudWatch publishes to a topic for everything but e-mail: the fields that AWS shows in
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmNotification(
  { inputs, outputs }: DeclaredResource,
  { account }: Graph,
  { before, state, at, reason }: AlarmChange,
): object {
  return {
    AlarmName: outputs.name,
    AlarmDescription: inputs.alarmDescription ?? null,
    AWSAccountId: account.accountId,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: at.replace("Z", "+0000"),
    Region: account.region,
    AlarmArn: outputs.arn,
    OldStateValue: before,
    OKActions: inputs.okActions ?? [],
    AlarmActions: inputs.alarmActions ?? [],
    InsufficientDataActions: inputs.insufficientDataActions ?? [],
    Trigger: {
      ...(Array.isArray(inputs.metricQueries)
        ? { Metrics: inputs.metricQueries.map(queryOf) }
        : {
            ...{ MetricName: inputs.metricName, Namespace: inputs.namespace, StatisticType: "Statistic" },
            ...{ Statistic: String(inputs.statistic).toUpperCase(), Unit: null },
            ...{ Dimensions: dimensionsOf(inputs.dimensions), Period: inputs.period },
          }),
      EvaluationPeriods: inputs.evaluationPeriods,
      ComparisonOperator: inputs.comparisonOperator,
      Threshold: inputs.threshold,
      TreatMissingData: inputs.treatMissingData ?? "missing",
      EvaluateLowSampleCountPercentile: "",
    },
  };
}

function dimensionsOf(declared: unknown): object[] {
  return Object.entries((declared ?? {}) as Readonly<Record<string, unknown>>).map(([name, value]) => ({
    value,
    name,
  }));
}

/** One metric of several, or what is made of them. */
function queryOf(query: unknown): object {
  const metric = valueAt(query, "metric");
  const kept = { Id: valueAt(query, "id"), ReturnData: valueAt(query, "returnData") === true };
  if (metric === undefined) {
    return { ...kept, Expression: valueAt(query, "expression"), Label: valueAt(query, "label") };
  }
  return {
    ...kept,
    MetricStat: {
      Metric: {
        Dimensions: dimensionsOf(valueAt(metric, "dimensions")),
        MetricName: valueAt(metric, "metricName"),
        Namespace: valueAt(metric, "namespace"),
      },
      Period: valueAt(metric, "period"),
      Stat: valueAt(metric, "stat"),
    },
  };
}
