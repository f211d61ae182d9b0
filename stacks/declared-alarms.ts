import type * as aws from "@pulumi/aws";

import { noteOwnPart } from "./own-parts";
import { perProgram } from "./per-program";
import type { WardenContext } from "./warden-context";

const alarms = perProgram((): aws.cloudwatch.MetricAlarm[] => []);

/** Remembers an alarm of the program, so that the dashboard shows its state and its loss is told of. */
export function noteAlarm(alarm: aws.cloudwatch.MetricAlarm, context: WardenContext): void {
  noteOwnPart(context, alarm.name);
  alarms(context).push(alarm);
}

/** All alarms that the program has declared so far, in that order. */
export function declaredAlarms(context: WardenContext): readonly aws.cloudwatch.MetricAlarm[] {
  return [...alarms(context)];
}
