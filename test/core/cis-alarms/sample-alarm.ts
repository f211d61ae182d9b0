/** The message that CloudWatch publishes for an alarm, as text, with some fields changed. */
export function alarmMessage(changes: Record<string, unknown> = {}, trigger: Record<string, unknown> = {}): string {
  return JSON.stringify({
    AlarmName: "cis-5.4-1a2b3c4",
    AlarmDescription: "CIS AWS Foundations Benchmark v6.0.0 5.4",
    AWSAccountId: "111122223333",
    AlarmConfigurationUpdatedTimestamp: "2026-03-01T00:00:00.000+0000",
    NewStateValue: "ALARM",
    NewStateReason: "Threshold Crossed: 1 datapoint was greater than or equal to the threshold (1.0).",
    StateChangeTime: "2026-03-17T10:07:00.000+0000",
    Region: "EU (Frankfurt)",
    AlarmArn: "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:cis-5.4-1a2b3c4",
    OldStateValue: "OK",
    Trigger: {
      MetricName: "api-warden-dev-cis-5.4",
      Namespace: "CISBenchmark",
      StatisticType: "Statistic",
      Statistic: "SUM",
      Unit: null,
      Dimensions: [],
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: 1,
      TreatMissingData: "notBreaching",
      ...trigger,
    },
    ...changes,
  });
}
