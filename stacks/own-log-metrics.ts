import * as aws from "@pulumi/aws";

import { compileLinePattern } from "../core/filter-pattern/line-pattern";
import { causePattern, messagePattern, undeliveredPattern } from "../core/self-watch/log-patterns";
import type { SummedMetric } from "./own-alarm";
import type { WardenContext } from "./warden-context";
import type { WatchedFunction } from "./watched-function";

const patterns = Object.freeze({ messages: messagePattern, causes: causePattern, undelivered: undeliveredPattern });

/** Namespace of the metrics that are counted in the functions' logs. */
const namespace = "ApiWarden";

type Counted = keyof typeof patterns;

/** The one metric that is counted in the logs of several functions. */
export function ownLogMetric(what: Counted, { title }: WardenContext): SummedMetric & { readonly name: string } {
  return { namespace, name: `${title}-${what}` };
}

/**
 * Counts lines of the functions' own logs, so that no function needs leave to publish metrics, and none waits for it. Filters
 * cost nothing; the metric does.
 */
export function countInOwnLogs(
  what: Counted,
  functions: readonly WatchedFunction[],
  context: WardenContext,
): SummedMetric {
  const pattern = patterns[what];
  compileLinePattern(pattern);
  const metric = ownLogMetric(what, context);
  for (const target of functions) {
    new aws.cloudwatch.LogMetricFilter(`${target.name}-${what}`, {
      logGroupName: target.logGroup.name,
      pattern,
      metricTransformation: { ...metric, value: "1" },
    });
  }
  return metric;
}
