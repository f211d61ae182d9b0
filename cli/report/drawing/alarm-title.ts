import { cisAlarms } from "../../../core/cis-alarms";

/** What an alarm looks for, as "Changes to CloudTrail"; undefined for one that the benchmark does not have. */
export function alarmTitle(alarm: string): string | undefined {
  if (alarm === "denied-calls") return "Denied calls, by the compliance pattern";
  if (alarm === "denied-calls-cis6") return "Denied calls, by the benchmark's pattern of version 6";
  const id = alarm.startsWith("cis-") ? alarm.slice("cis-".length) : undefined;
  return cisAlarms.find((one) => one.id === id)?.title;
}
