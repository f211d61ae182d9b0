import type * as aws from "@pulumi/aws";

import { noteOwnPart } from "./own-parts";
import type { WardenContext } from "./warden-context";

type Alarms = readonly aws.cloudwatch.MetricAlarm[];

/** By the configuration, which all that belongs to one program shares. */
const byProgram = new WeakMap<WardenContext["configuration"], Alarms>();

/** Remembers an alarm of the program, so that the dashboard shows its state and its loss is told of. */
export function noteAlarm(alarm: aws.cloudwatch.MetricAlarm, context: WardenContext): void {
  noteOwnPart(context, alarm.name);
  byProgram.set(context.configuration, [...declaredAlarms(context), alarm]);
}

/** All alarms that the program has declared so far, in that order. */
export function declaredAlarms({ configuration }: WardenContext): Alarms {
  return byProgram.get(configuration) ?? [];
}
