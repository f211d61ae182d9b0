import { valueAt } from "../cloudtrail/record";
import type { Invocations } from "./invocations";
import { filesPerMonth, invocationsOf, ofType } from "./invocations";
import type { CostLine, CostedResource } from "./line";
import { lineOf } from "./line";
import type { Volume } from "./volume";
import { assumptions, daysPerMonth } from "./volume";

const bytesPerGigabyte = 1_000_000_000;

/** What the declared resources cost a month at that volume, a line each; lines of nothing left out. Metric filters, rules, schedules, roles and permissions cost nothing. */
export function costLines(resources: readonly CostedResource[], volume: Volume): CostLine[] {
  const events = volume.eventsPerDay * daysPerMonth;
  const gigabytes = (events * volume.bytesPerEvent) / bytesPerGigabyte;
  const runs = invocationsOf(resources, volume);
  return [
    ...trailLines(resources, events, gigabytes),
    ...watchLines(resources),
    ...functionLines(runs),
    ...storeLines(resources, runs),
    ...deliveryLines(resources, events),
    ...guardDutyLines(resources, events),
  ].filter(({ to }) => to > 0);
}

function trailLines(resources: readonly CostedResource[], events: number, gigabytes: number): CostLine[] {
  return ofType(resources, "aws:cloudtrail/trail:Trail").flatMap(({ inputs }) => {
    const group = ofType(resources, "aws:cloudwatch/logGroup:LogGroup").find(
      ({ outputs }) => inputs.cloudWatchLogsGroupArn === `${String(outputs.arn)}:*`,
    );
    const months = Number(group?.inputs.retentionInDays ?? 0) / daysPerMonth;
    const digests = assumptions.regions * 24 * daysPerMonth;
    return [
      lineOf("CloudTrail", "copy of management events, free where no other trail has one", "trailCopy", 0, events),
      lineOf("CloudWatch Logs", "records into the log group", "logIngestion", gigabytes),
      lineOf("CloudWatch Logs", "records kept", "logStorage", gigabytes * assumptions.compression * months),
      lineOf("S3", "log files written", "objectWrite", filesPerMonth + digests),
      lineOf(
        "S3",
        "log files of a year",
        "objectStorage",
        gigabytes * assumptions.compression * assumptions.monthsOfFiles,
      ),
      lineOf("KMS", "encrypting log files", "keyRequest", inputs.kmsKeyId === undefined ? 0 : filesPerMonth),
    ];
  });
}

function watchLines(resources: readonly CostedResource[]): CostLine[] {
  const metrics = new Set(
    ofType(resources, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => {
      const { namespace, name } = inputs.metricTransformation as { namespace?: unknown; name?: unknown };
      return `${String(namespace)} ${String(name)}`;
    }),
  );
  return [
    lineOf("CloudWatch", "metrics that filters count", "metric", metrics.size),
    lineOf("CloudWatch", "alarms, by the metrics that they look at", "alarm", metricsOfAlarms(resources)),
    lineOf("CloudWatch", "dashboards", "dashboard", ofType(resources, "aws:cloudwatch/dashboard:Dashboard").length),
  ];
}

/** An alarm on a sum is paid for as many times as it has metrics. https://aws.amazon.com/cloudwatch/pricing/ */
function metricsOfAlarms(resources: readonly CostedResource[]): number {
  const counts = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs: { metricQueries } }) =>
    Array.isArray(metricQueries) ? metricQueries.filter((query) => valueAt(query, "metric") !== undefined).length : 1,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function functionLines(runs: readonly Invocations[]): CostLine[] {
  const invocations = runs.reduce((sum, { ticks, events }) => sum + ticks + events, 0);
  const computed = runs.reduce(
    (sum, { ticks, events, memoryMegabytes }) =>
      sum + (ticks + events) * assumptions.secondsPerInvocation * (memoryMegabytes / 1_024),
    0,
  );
  const logged = (invocations * assumptions.logBytesPerInvocation) / bytesPerGigabyte;
  return [
    lineOf("Lambda", "functions called", "invocation", invocations),
    lineOf("Lambda", "time by memory", "compute", computed),
    lineOf("CloudWatch Logs", "what functions log", "logIngestion", logged),
  ];
}

function storeLines(resources: readonly CostedResource[], runs: readonly Invocations[]): CostLine[] {
  const hasTables = ofType(resources, "aws:dynamodb/table:Table").length > 0;
  const ticks = hasTables ? runs.reduce((sum, run) => sum + run.ticks, 0) : 0;
  const events = hasTables ? runs.reduce((sum, run) => sum + run.events, 0) : 0;
  const keys = ofType(resources, "aws:kms/key:Key");
  // Each of the first two rotations, a year apart, adds what the key itself costs.
  const versions = keys.reduce((sum, { inputs }) => sum + (inputs.enableKeyRotation === true ? 3 : 1), 0);
  return [
    lineOf("DynamoDB", "writes", "tableWrite", events * assumptions.tableWritesPerEvent),
    lineOf(
      "DynamoDB",
      "reads",
      "tableRead",
      events * assumptions.tableReadsPerEvent + ticks * assumptions.tableReadsPerTick,
    ),
    lineOf("KMS", "keys, from the third year on with two older versions", "key", keys.length, versions),
    lineOf("Secrets Manager", "secrets", "secret", ofType(resources, "aws:secretsmanager/secret:Secret").length),
  ];
}

function deliveryLines(resources: readonly CostedResource[], events: number): CostLine[] {
  const mapped = ofType(resources, "aws:lambda/eventSourceMapping:EventSourceMapping");
  const polls = mapped.length * assumptions.pollsPerMinute * 1_440 * daysPerMonth;
  const readers = ofType(resources, "aws:sns/topicSubscription:TopicSubscription").filter(
    ({ inputs }) => inputs.protocol === "email",
  );
  const isSent = ({ inputs }: CostedResource) => String(inputs.arn).includes(":event-bus/");
  const sends = ofType(resources, "aws:cloudwatch/eventTarget:EventTarget").some(isSent);
  return [
    lineOf("SQS", "functions looking into their queues", "queueRequest", polls),
    lineOf("SNS", "mails", "mail", readers.length * assumptions.mailsPerDay * daysPerMonth),
    lineOf(
      "EventBridge",
      "events from other regions",
      "sentEvent",
      sends ? events / assumptions.eventsPerRuleMatch : 0,
    ),
  ];
}

/** What GuardDuty looks at beside the trail shows in none of its records: network logs and calls on objects. */
function guardDutyLines(resources: readonly CostedResource[], events: number): CostLine[] {
  if (ofType(resources, "aws:guardduty/detector:Detector").length === 0) return [];
  const logs = (events * assumptions.networkLogBytesPerEvent) / bytesPerGigabyte;
  return [
    lineOf("GuardDuty", "management events", "managementEventAnalysis", events),
    lineOf("GuardDuty", "calls on objects", "dataEventAnalysis", 0, events * assumptions.dataEventsPerEvent),
    lineOf("GuardDuty", "network and DNS logs", "networkLogAnalysis", 0, logs),
  ];
}
