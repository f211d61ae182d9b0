import type { Datum, MetricStore } from "./metrics";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A CloudWatch alarm on one metric, or on the sum of several, as declared. */
export interface AlarmDeclaration {
  readonly name: string;
  readonly metricKeys: readonly string[];
  /** A period without values counts as zero, before anything else is made of it. */
  readonly fillsGaps?: boolean;
  readonly statistic: "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount";
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly treatMissingData: "notBreaching" | "breaching" | "ignore" | "missing";
}

export interface Evaluation {
  readonly state: AlarmState;
  /** The newest datapoint; 0 where there is none. */
  readonly value: number;
}

/**
 * State of an alarm at the end of a minute: CloudWatch looks every minute at the periods that end with it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: AlarmDeclaration,
  metrics: MetricStore,
  atMs: number,
  before: AlarmState,
): Evaluation {
  const periodMs = alarm.periodSeconds * 1000;
  const points: (number | undefined)[] = [];
  for (let period = 0; period < alarm.evaluationPeriods; period += 1) {
    const toMs = atMs - period * periodMs;
    points.push(pointOf(alarm, metrics, toMs - periodMs, toMs));
  }
  return { state: stateOf(points, alarm, before), value: points[0] ?? 0 };
}

function pointOf(alarm: AlarmDeclaration, metrics: MetricStore, fromMs: number, toMs: number): number | undefined {
  const { metricKeys, statistic, fillsGaps = false } = alarm;
  const values = metricKeys.map((key) => statisticOf(metrics.over(key, fromMs, toMs), statistic));
  const present = values.filter((value) => value !== undefined);
  if (present.length === 0) return fillsGaps ? 0 : undefined;
  return present.reduce((sum, value) => sum + value, 0);
}

/**
 * Missing points count as the alarm says. `missing` and `ignore` fill nothing in: what is there decides, and where all of
 * that breaches but is too little, the one goes to ALARM early and the other stays as it was. Of the older points that
 * CloudWatch also fetches for an alarm with missing data, nothing is known here.
 */
function stateOf(points: readonly (number | undefined)[], alarm: AlarmDeclaration, before: AlarmState): AlarmState {
  const present = points.filter((point) => point !== undefined);
  const missing = points.length - present.length;
  const { treatMissingData, datapointsToAlarm } = alarm;
  if (present.length === 0 && treatMissingData === "missing") return "INSUFFICIENT_DATA";
  const found = present.filter((point) => isBreaching(point, alarm)).length;
  const breaching = found + (treatMissingData === "breaching" ? missing : 0);
  if (breaching >= datapointsToAlarm) return "ALARM";
  const isOpen = missing > 0 && found === present.length;
  if (isOpen && treatMissingData === "ignore") return before;
  return isOpen && treatMissingData === "missing" ? "ALARM" : "OK";
}

function statisticOf(datum: Datum | undefined, statistic: AlarmDeclaration["statistic"]): number | undefined {
  if (datum === undefined) return undefined;
  switch (statistic) {
    case "Sum":
      return datum.sum;
    case "Average":
      return datum.sum / datum.samples;
    case "Minimum":
      return datum.least;
    case "Maximum":
      return datum.most;
    case "SampleCount":
      return datum.samples;
  }
}

function isBreaching(value: number, { comparisonOperator, threshold }: AlarmDeclaration): boolean {
  switch (comparisonOperator) {
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
    default:
      throw new Error(`the local run does not know the comparison ${comparisonOperator}`);
  }
}
