import type * as aws from "@pulumi/aws";

import { noteLink } from "./links";
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

/** Has `warden verify` look whether an alarm on the program's own parts, of this name as declared, tells its topics. */
export function noteOwnAlarmLink(title: string, alarm: aws.cloudwatch.MetricAlarm, context: WardenContext): void {
  const topicArns = alarm.alarmActions.apply((actions) => actions ?? []);
  noteLink(context, { kind: "own-alarm", title, name: alarm.name, topicArns });
}

/** All alarms that the program has declared so far, in that order. */
export function declaredAlarms({ configuration }: WardenContext): Alarms {
  return byProgram.get(configuration) ?? [];
}
