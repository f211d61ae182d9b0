import type * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import { cisAlarm } from "../core/cis-alarms";
import { runbookPlace } from "../core/cis-alarms/page";
import { benchmarkAlarmNumbers } from "../core/configuration/names";
import { declareDescribeAlarm } from "./describe-alarm";
import { declareLogAlarm } from "./log-alarm";
import { runbook } from "./runbook";
import { WardenTopic } from "./topic";
import type { TrailLogGroup } from "./trail";
import type { WardenContext } from "./warden-context";
import type { WardenFunction } from "./warden-function";

export interface BenchmarkAlarmsArgs {
  readonly logGroup: TrailLogGroup;
  readonly alertTopicArn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly country: CountrySource;
}

/** Before it is known whether there is a log group. */
type SharedArgs = Omit<BenchmarkAlarmsArgs, "logGroup"> & { readonly logGroup: TrailLogGroup | undefined };

/**
 * The alarms 5.2 to 5.15 of the CIS AWS Foundations Benchmark, each unless `benchmarkAlarms` switches it off, and the
 * function `describe-alarm` between them and people. Undefined where all of them are off, or where there is no log group to count in.
 */
export function declareBenchmarkAlarms(
  context: WardenContext,
  { logGroup, ...shared }: SharedArgs,
): WardenFunction | undefined {
  if (logGroup === undefined) return undefined;
  const args: BenchmarkAlarmsArgs = { ...shared, logGroup };
  const { benchmarkAlarms } = context.configuration;
  const declared = benchmarkAlarmNumbers.flatMap((id) => {
    const alarm = benchmarkAlarms[id];
    return alarm === false ? [] : [{ id, alarm }];
  });
  if (declared.length === 0) return undefined;
  const topic = new WardenTopic(
    "benchmark",
    {
      displayName: `${context.title} benchmark alarms`,
      kmsKeyArn: args.kmsKeyArn,
      publishingServices: ["cloudwatch.amazonaws.com"],
      // People get the mail of describe-alarm instead, which says who it was.
      emails: [],
    },
    context,
  );
  for (const { id, alarm } of declared) {
    const { pattern, title, why } = cisAlarm(id);
    const description = `CIS AWS Foundations Benchmark v6.0.0 ${id}: ${title}. ${why} ${runbook(runbookPlace(id), context)}`;
    declareLogAlarm(`cis-${id}`, { pattern, description, alarm, topicArn: topic.arn }, args.logGroup, context);
  }
  return declareDescribeAlarm(context, { ...args, topic });
}
