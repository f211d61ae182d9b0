import type { LogGroupFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import { isOwnName } from "./own-names";

/** CloudWatch Logs' quota, which can't be raised. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostMetricFilters = 100;

/** A metric filter that the stack declares. */
export interface DeclaredFilter {
  /** As the program names it; Pulumi appends to that. */
  readonly name: string;
  readonly pattern: string;
}

/** Which of the stack's metric filters the log group has already, and whether there is room for them. */
export function metricFilterLines(
  { name, metricFilters }: LogGroupFacts,
  declared: readonly DeclaredFilter[],
): readonly DoctorLine[] {
  const about = `metric filters of log group ${name}`;
  return linesOf(about, metricFilters, (filters) => {
    const logicalNames = declared.map((filter) => filter.name);
    const others = filters.filter((filter) => !isOwnName(filter.name, logicalNames));
    const twins = declared.flatMap(({ name: own, pattern }) =>
      others.filter((other) => tight(other.pattern) === tight(pattern)).map((other) => ({ own, other: other.name })),
    );
    return [
      ...roomLines(about, others.length, declared.length),
      ...(twins.length === 0 ? [] : [twinLine(about, twins)]),
    ];
  });
}

function roomLines(about: string, others: number, declared: number): DoctorLine[] {
  const found = `${others} of ${mostMetricFilters} taken, ${declared} to be made`;
  if (others + declared <= mostMetricFilters) return [{ level: "notes", about, found }];
  return [
    {
      level: "fails",
      about,
      found,
      follows: "CloudWatch Logs refuses what is over its quota (LimitExceededException)",
      do: "switch alarms off (api-warden:benchmarkAlarms), or have filters removed that nobody needs",
    },
  ];
}

function twinLine(about: string, twins: readonly { readonly own: string; readonly other: string }[]): DoctorLine {
  return {
    level: "costs",
    about,
    found: `the same text is there already: ${twins.map(({ own, other }) => `${other} (as ${own})`).join(", ")}`,
    follows: "each is counted, paid and mailed twice",
    do: "switch Warden's own off (api-warden:compliance none, api-warden:benchmarkAlarms NUMBER: false), or have the others removed",
  };
}

/** White space means nothing outside quotes, and no two texts of the benchmarks differ by it within. */
function tight(pattern: string): string {
  return pattern.replace(/\s+/g, "");
}
