import type { CostedResource } from "./line";
import type { Volume } from "./volume";
import { assumptions, daysPerMonth } from "./volume";

/** How often a declared function runs in a month. */
export interface Invocations {
  readonly name: string;
  readonly memoryMegabytes: number;
  /** By the clock. */
  readonly ticks: number;
  /** For a log event, an EventBridge event or a queue's message. */
  readonly events: number;
}

const minutesOf: Readonly<Record<string, number>> = Object.freeze({ minute: 1, hour: 60, day: 1_440 });

/**
 * How often each function runs in a month, as its declared triggers say. Every record that a subscription lets through counts as
 * an invocation of its own, the most there can be: CloudWatch Logs gathers records that come together.
 */
export function invocationsOf(resources: readonly CostedResource[], volume: Volume): Invocations[] {
  const events = volume.eventsPerDay * daysPerMonth;
  const rules = ofType(resources, "aws:cloudwatch/eventRule:EventRule");
  const targets = ofType(resources, "aws:cloudwatch/eventTarget:EventTarget");
  const functions = ofType(resources, "aws:lambda/function:Function");
  const isFunction = ({ inputs }: CostedResource) => functions.some(({ outputs }) => outputs.arn === inputs.arn);
  const scheduleOf = (target: CostedResource) =>
    rules.find(({ outputs }) => outputs.name === target.inputs.rule)?.inputs.scheduleExpression;
  const waiting = targets.filter((target) => isFunction(target) && scheduleOf(target) === undefined);
  const matches = waiting.length === 0 ? 0 : events / assumptions.eventsPerRuleMatch / waiting.length;
  return functions.map(({ name, inputs, outputs }) => {
    const own = targets.filter((target) => target.inputs.arn === outputs.arn);
    const filters = ofType(resources, "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").filter(
      (filter) => filter.inputs.destinationArn === outputs.arn,
    );
    const letThrough = filters.reduce((sum, filter) => sum + shareOf(String(filter.inputs.filterPattern), volume), 0);
    const queued = ofType(resources, "aws:lambda/eventSourceMapping:EventSourceMapping").some(
      (mapping) => mapping.inputs.functionName === outputs.name || mapping.inputs.functionName === outputs.arn,
    );
    return {
      name,
      memoryMegabytes: typeof inputs.memorySize === "number" ? inputs.memorySize : 128,
      ticks: own.reduce((sum, target) => sum + ticksPerMonth(scheduleOf(target)), 0),
      events:
        events * letThrough +
        own.filter((target) => waiting.includes(target)).length * matches +
        (queued && name === "watch-trail" ? filesPerMonth : 0),
    };
  });
}

/** Files that a trail of all regions writes in a month. */
export const filesPerMonth = assumptions.regions * assumptions.filesPerHour * 24 * daysPerMonth;

/** Which of the records a subscription's pattern lets through, by what it asks for. */
function shareOf(pattern: string, { longTermKeyShare, deniedShare }: Volume): number {
  const keys = pattern.includes("AKIA*") ? longTermKeyShare : 0;
  return Math.min(1, keys + (/\$\.errorCode\s*=/.test(pattern) ? deniedShare : 0));
}

/** How often `rate(5 minutes)` is in a month. A cron expression counts as once a day. */
function ticksPerMonth(schedule: unknown): number {
  if (typeof schedule !== "string") return 0;
  const [, value = "1", unit = "day"] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  return (1_440 / (Number(value) * (minutesOf[unit] ?? 1_440))) * daysPerMonth;
}

export function ofType(resources: readonly CostedResource[], type: string): CostedResource[] {
  return resources.filter((resource) => resource.type === type);
}
