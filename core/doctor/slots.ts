import type { LogGroupFacts, SubscriptionFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { isOwnName } from "./own-names";

/** CloudWatch Logs' quota, which can't be raised. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const slotsOfLogGroup = 2;

/** Functions that take a slot. */
const subscribers = ["post-denials", "watch-keys", "watch-trail"];

/** Whether the log group has as many free slots as `trail.subscriptions` says, and who holds the others. */
export function slotLines({ name, subscriptions }: LogGroupFacts, wanted: number): readonly DoctorLine[] {
  const about = `slots of log group ${name}`;
  return linesOf(about, subscriptions, (filters) => {
    const others = filters.filter((filter) => !isOwn(filter));
    const own = filters.length - others.length;
    const free = Math.max(0, slotsOfLogGroup - others.length);
    const found = [
      `${free} of ${slotsOfLogGroup} free`,
      ...others.map((filter) => `one held by ${filter.name} (${destinationWords(filter.destinationArn)})`),
      ...(own === 0 ? [] : [`${own} of the free ones held by Warden itself`]),
    ].join(", ");
    if (wanted <= free) return [{ level: "notes", about, found }];
    return [
      {
        level: "fails",
        about,
        found,
        follows: `api-warden:trail.subscriptions is ${wanted}: CloudWatch Logs refuses what is over two (LimitExceededException)`,
        do: remedy(free),
      },
    ];
  });
}

function isOwn({ destinationArn }: SubscriptionFacts): boolean {
  const [, functionName = ""] = /:function:([^:]+)/.exec(destinationArn) ?? [];
  return isOwnName(functionName, subscribers);
}

function remedy(free: number): string {
  return free === 1
    ? "set api-warden:trail.subscriptions to 1: watch-trail then does the work of both functions"
    : "have one of the two given up and set api-warden:trail.subscriptions to 1, or read the trail's bucket (api-warden:trail {bucket}), or set it to 0: metric filters and alarms alone";
}

/** Who is behind a subscription: "the function audit of account 111122223333". */
function destinationWords(arn: string): string {
  const [, , service = "", , account = "", ...rest] = arn.split(":");
  const name = rest.join(":").replace(/^(?:function|destination)[:/]|^(?:stream|deliverystream)\//, "");
  const kinds: Readonly<Record<string, string>> = {
    lambda: "function",
    kinesis: "stream",
    firehose: "delivery stream",
    logs: "destination",
  };
  return `${kinds[service] ?? service} ${name} of account ${account}`;
}
