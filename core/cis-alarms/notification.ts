import { textAt, valueAt } from "../cloudtrail/record";

/** What CloudWatch publishes when an alarm changes its state, as far as anybody is told of it. */
export interface AlarmNotification {
  readonly alarmName: string;
  /** "" where the alarm has none. */
  readonly description: string;
  readonly account: string;
  readonly state: string;
  /** When the state changed; milliseconds since 1970. */
  readonly atMs: number;
  readonly metricName: string;
  readonly threshold: number | undefined;
  readonly periodSeconds: number;
  /** The time whose records made the alarm go off; the end is not part of it. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where the message does not say. */
const usualPeriodSeconds = 300;

/** A period of CloudWatch is a day at most for an alarm of one period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const longestMs = 86_400_000;

/**
 * Reads the text of a notification; undefined for a text that is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmNotificationOf(text: string): AlarmNotification | undefined {
  const message = jsonOf(text);
  const alarmName = textAt(message, "AlarmName");
  const state = textAt(message, "NewStateValue");
  // CloudWatch writes the offset without a colon, which ISO 8601 takes in its short form only.
  const at = textAt(message, "StateChangeTime")?.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") ?? "";
  const atMs = Date.parse(at);
  if (alarmName === undefined || state === undefined || !isTime(atMs)) return undefined;
  const periodSeconds = positive(valueAt(message, "Trigger", "Period")) ?? usualPeriodSeconds;
  const periods = positive(valueAt(message, "Trigger", "EvaluationPeriods")) ?? 1;
  const threshold = valueAt(message, "Trigger", "Threshold");
  const starts = datapointStarts(textAt(message, "NewStateReason") ?? "", atMs);
  const lookBackMs = Math.min(periodSeconds * periods * 1000, longestMs);
  const [fromMs, toMs] =
    starts.length === 0
      ? [atMs - lookBackMs, atMs]
      : [Math.min(...starts), Math.min(Math.max(...starts) + periodSeconds * 1000, atMs)];
  return {
    alarmName,
    description: textAt(message, "AlarmDescription") ?? "",
    account: textAt(message, "AWSAccountId") ?? "unknown",
    state,
    atMs,
    metricName: textAt(message, "Trigger", "MetricName") ?? "",
    threshold: typeof threshold === "number" ? threshold : undefined,
    periodSeconds,
    fromMs,
    toMs,
  };
}

/**
 * When the datapoints began that the reason names, for example `Threshold Crossed: 1 out of the last 1 datapoints
 * [3.0 (21/11/26 17:00:00)] was greater than or equal to the threshold (1.0)`. The form is not documented as fixed: what is
 * not near the change of state is not believed.
 */
function datapointStarts(reason: string, atMs: number): number[] {
  const found = [...reason.slice(0, 2_000).matchAll(/\((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g)];
  return found
    .map(([, day, month, year, time]) => Date.parse(`20${year}-${month}-${day}T${time}Z`))
    .filter((startMs) => startMs < atMs && startMs >= atMs - longestMs);
}

/** Far enough from the ends of all time to count a day back and forth. */
function isTime(atMs: number): boolean {
  return atMs > longestMs && atMs < Date.UTC(9999, 0);
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
