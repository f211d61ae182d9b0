import type * as aws from "@pulumi/aws";

import { noteLink } from "./links";
import { noteOwnPart } from "./own-parts";
import { perProgram } from "./per-program";
import type { WardenContext } from "./warden-context";

const alarms = perProgram((): aws.cloudwatch.MetricAlarm[] => []);

/** Remembers an alarm of the program, so that the dashboard shows its state and its loss is told of. */
export function noteAlarm(alarm: aws.cloudwatch.MetricAlarm, context: WardenContext): void {
  noteOwnPart(context, alarm.name);
  alarms(context).push(alarm);
}

/** Has `warden verify` look whether an alarm on the program's own parts, of this name as declared, tells its topics. */
export function noteOwnAlarmLink(title: string, alarm: aws.cloudwatch.MetricAlarm, context: WardenContext): void {
  const topicArns = alarm.alarmActions.apply((actions) => actions ?? []);
  noteLink(context, { kind: "own-alarm", title, name: alarm.name, topicArns });
}

/** All alarms that the program has declared so far, in that order. */
export function declaredAlarms(context: WardenContext): readonly aws.cloudwatch.MetricAlarm[] {
  return [...alarms(context)];
}
