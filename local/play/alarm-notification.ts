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
  const dimensions = Object.entries((inputs.dimensions ?? {}) as Readonly<Record<string, unknown>>);
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
      MetricName: inputs.metricName,
      Namespace: inputs.namespace,
      StatisticType: "Statistic",
      Statistic: String(inputs.statistic).toUpperCase(),
      Unit: null,
      Dimensions: dimensions.map(([name, value]) => ({ value, name })),
      Period: inputs.period,
      EvaluationPeriods: inputs.evaluationPeriods,
      ComparisonOperator: inputs.comparisonOperator,
      Threshold: inputs.threshold,
      TreatMissingData: inputs.treatMissingData ?? "missing",
      EvaluateLowSampleCountPercentile: "",
    },
  };
}
