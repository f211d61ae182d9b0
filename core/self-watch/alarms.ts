/** The alarms on Warden itself, as far as they do not depend on what is declared. */
export interface OwnAlarm {
  /** Heading of the runbook in docs/self-watch.md. */
  readonly title: string;
  /** What it means and what to do first, for the mail; with the stack's title before it. */
  readonly says: string;
}

export const ownAlarmKinds = Object.freeze([
  "function-errors",
  "function-throttles",
  "failed-deliveries",
  "silence",
] as const);
export type OwnAlarmKind = (typeof ownAlarmKinds)[number];

export const ownAlarms: Readonly<Record<OwnAlarmKind, OwnAlarm>> = Object.freeze({
  "function-errors": {
    title: "Functions fail",
    says: "a function has failed again and again for a quarter of an hour. What it could not do it tries twice more, then it waits in the function's dead-letter queue. The function's log says why",
  },
  "function-throttles": {
    title: "Functions are held back",
    says: "Lambda has held a function back for a quarter of an hour: more came than its limit, or the account's, lets run at once. Nothing is lost for six hours, but what is told late is not acted on",
  },
  "failed-deliveries": {
    title: "Messages are not taken",
    says: "Slack, or the topic that mails people, has not taken a message. Look at the webhook or token, and at the subscriptions of the topics",
  },
  silence: {
    title: "No records come",
    says: "no CloudTrail record has come. Either nobody did anything at all, or the trail no longer writes where Warden reads: until that is mended nothing is detected",
  },
});

const page = "docs/self-watch.md";

/** Where the runbook of an alarm stands in the project, for example "docs/self-watch.md#functions-fail". */
export function ownRunbookPlace(kind: OwnAlarmKind): string {
  return `${page}#${ownAlarms[kind].title.toLowerCase().replaceAll(" ", "-")}`;
}

/** The most that an alarm may look at, and no quota to be raised. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const mostMetricsOfAlarm = 10;

/** In groups that one alarm each can look at, in their order. */
export function alarmGroups<One>(all: readonly One[]): readonly (readonly One[])[] {
  const count = Math.ceil(all.length / mostMetricsOfAlarm);
  return Array.from({ length: count }, (_, group) =>
    all.slice(group * mostMetricsOfAlarm, (group + 1) * mostMetricsOfAlarm),
  );
}
