import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import type { FilterPattern } from "../../../core/filter-pattern/pattern";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import type { Graph } from "../graph";
import { textOf } from "../graph";

/** Access key ids that begin so are long-term ones. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const longTermPrefix = "AKIA";

/** Whether a call was made with a long-term key: functions ask the log group for the calls of such keys. */
export function isOfLongTermKey(record: CloudTrailRecord): boolean {
  return textAt(record, "userIdentity", "accessKeyId")?.startsWith(longTermPrefix) === true;
}

/**
 * Says of a question to the log group whether it takes only records that were looked at closely while reading: those that a
 * declared metric filter takes, and those of a long-term key.
 */
export function oftenAskedFor(graph: Graph): (pattern: string) => boolean {
  const ofMetrics = new Set(
    graph.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => textOf(inputs.pattern)),
  );
  const known = new Map<string, boolean>();
  return (pattern) => {
    let isAsked = known.get(pattern);
    if (isAsked === undefined) {
      isAsked = ofMetrics.has(pattern) || demandsLongTermKey(parseFilterPattern(pattern));
      known.set(pattern, isAsked);
    }
    return isAsked;
  };
}

function demandsLongTermKey(pattern: FilterPattern): boolean {
  return demandedAccessKeyId(pattern)?.startsWith(longTermPrefix) === true;
}

/** The access key id, which may have wildcards, that all records have that the pattern takes; undefined where it takes others too. */
export function demandedAccessKeyId(pattern: FilterPattern): string | undefined {
  if (pattern.kind === "and") return pattern.operands.map(demandedAccessKeyId).find((id) => id !== undefined);
  if (pattern.kind !== "comparison" || pattern.operator !== "=" || pattern.value.kind !== "string") return undefined;
  const steps = pattern.selector.map((step) => (step.kind === "member" ? step.name : ""));
  return steps.join(".") === "userIdentity.accessKeyId" ? pattern.value.text : undefined;
}
