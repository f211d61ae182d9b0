import { valueAt } from "../../core/cloudtrail/record";
import { compileParsedPattern } from "../../core/filter-pattern/compile";
import { demandedTexts } from "../../core/filter-pattern/demanded-texts";
import { parseFilterPattern } from "../../core/filter-pattern/parse";
import type { DeclaredResource } from "../program/mocks";
import type { Graph } from "./graph";
import { numberOf, textOf } from "./graph";
import type { MetricStore } from "./metrics";
import { metricKey } from "./metrics";

interface Metric extends CountedMetric {
  readonly matches: (record: unknown) => boolean;
}

/** What a metric filter counts in, and by how much. */
export interface CountedMetric {
  readonly key: string;
  readonly value: number;
}

const filterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

/** The declared metric filters on the trail's log group. Each record is shown to those only that name its event, and to those that name none. */
export class MetricFilters {
  /** Names of the metrics, as the store knows them. */
  readonly keys: readonly string[];
  private readonly ofAnyEvent: readonly Metric[];
  private readonly byEvent = new Map<unknown, Metric[]>();

  constructor(
    graph: Graph,
    private readonly store: MetricStore,
  ) {
    const ofFunctions = new Set(functionLogs(graph).values());
    const onTrail = graph.all(filterType).filter(({ inputs }) => !ofFunctions.has(inputs.logGroupName));
    const declared = onTrail.map(({ inputs }) => {
      const counted = countedBy({ inputs }, store);
      const pattern = parseFilterPattern(textOf(inputs.pattern));
      const metric = { ...counted, matches: compileParsedPattern(pattern) };
      return { metric, events: demandedTexts(pattern, "eventName") };
    });
    this.keys = declared.map(({ metric: { key } }) => key);
    this.ofAnyEvent = declared.filter(({ events }) => events === undefined).map(({ metric }) => metric);
    for (const { metric, events = [] } of declared) {
      for (const name of events) this.byEvent.set(name, [...(this.byEvent.get(name) ?? this.ofAnyEvent), metric]);
    }
  }

  count(record: unknown, atMs: number): void {
    for (const { matches, key, value } of this.askedAbout(record)) {
      if (matches(record)) this.store.add(key, atMs, value);
    }
  }

  /** Whether any of them takes the record. */
  takes(record: unknown): boolean {
    return this.askedAbout(record).some(({ matches }) => matches(record));
  }

  private askedAbout(record: unknown): readonly Metric[] {
    const name = valueAt(record, "eventName");
    // A text of a filter equals a number of the same digits, too.
    return this.byEvent.get(typeof name === "number" ? String(name) : name) ?? this.ofAnyEvent;
  }
}

/** The log group that each declared function writes into, by the function's name. */
function functionLogs(graph: Graph): Map<string, unknown> {
  const functions = graph.all("aws:lambda/function:Function");
  return new Map(functions.map(({ name, inputs }) => [name, valueAt(inputs.loggingConfig, "logGroup")]));
}

/** The declared metric filters on the logs that functions write themselves, by the function's name. */
export function filtersOfFunctions(graph: Graph): Map<string, readonly DeclaredResource[]> {
  const filters = graph.all(filterType);
  const found = [...functionLogs(graph)].map(
    ([name, group]) =>
      [name, filters.filter(({ inputs }) => group !== undefined && inputs.logGroupName === group)] as const,
  );
  return new Map(found.filter(([, own]) => own.length > 0));
}

/** What a filter counts in, with what a minute without values counts as. */
export function countedBy({ inputs }: Pick<DeclaredResource, "inputs">, store: MetricStore): CountedMetric {
  const transformation = inputs.metricTransformation;
  const key = metricKey(textOf(valueAt(transformation, "namespace")), textOf(valueAt(transformation, "name")));
  const defaultValue = valueAt(transformation, "defaultValue");
  if (defaultValue !== undefined) store.setDefault(key, numberOf(defaultValue));
  return { key, value: numberOf(valueAt(transformation, "value")) };
}
