import { valueAt } from "../../core/cloudtrail/record";
import type { DeclaredResource } from "../program/mocks";
import type { AlarmDeclaration } from "./alarm";
import { numberOf, textOf } from "./graph";
import { metricKey } from "./metrics";

/** What an alarm looks at: the part of its declaration that is about metrics. */
export interface WatchedMetrics extends Pick<
  AlarmDeclaration,
  "metricKeys" | "fillsGaps" | "statistic" | "periodSeconds"
> {
  readonly metricName: string;
}

const sumOfAll = "SUM(METRICS())";
const filledWithZero = /^FILL\((\w+), 0\)$/;

/** The metric that an alarm names, or those that its expression adds up. Throws for an expression that the local run does not know. */
export function watchedBy({ name, inputs }: DeclaredResource): WatchedMetrics {
  if (!Array.isArray(inputs.metricQueries)) return { ...watchedMetric(inputs), metricName: textOf(inputs.metricName) };
  const queries: readonly unknown[] = inputs.metricQueries;
  const answer = queries.find((query) => valueAt(query, "returnData") === true);
  const expression = textOf(valueAt(answer, "expression"));
  const metrics = queries.flatMap((query) => {
    const metric = valueAt(query, "metric");
    return metric === undefined ? [] : [{ id: textOf(valueAt(query, "id")), ...watchedMetric(metric) }];
  });
  const [first, ...others] = metrics;
  const filled = filledWithZero.exec(expression)?.[1];
  if (first === undefined || (expression !== sumOfAll && (filled !== first.id || others.length > 0))) {
    throw new Error(`the local run does not know what alarm ${name} makes of its metrics: ${expression}`);
  }
  if (metrics.some((one) => one.periodSeconds !== first.periodSeconds || one.statistic !== "Sum")) {
    throw new Error(`the local run only adds up sums of one period, not those of alarm ${name}`);
  }
  return {
    ...first,
    metricKeys: metrics.flatMap(({ metricKeys }) => metricKeys),
    fillsGaps: filled !== undefined,
    metricName: textOf(valueAt(answer, "label")) || expression,
  };
}

/** Of the alarm's own inputs, or of one of its queries. */
function watchedMetric(declared: unknown): Omit<WatchedMetrics, "metricName"> {
  const at = (field: string) => valueAt(declared, field);
  const dimensions = (at("dimensions") ?? {}) as Readonly<Record<string, unknown>>;
  return {
    metricKeys: [metricKey(textOf(at("namespace")), textOf(at("metricName")), dimensions)],
    statistic: (textOf(at("statistic")) || textOf(at("stat"))) as AlarmDeclaration["statistic"],
    periodSeconds: numberOf(at("period")),
  };
}
