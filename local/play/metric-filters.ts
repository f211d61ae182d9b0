import { valueAt } from "../../core/cloudtrail/record";
import { compileParsedPattern } from "../../core/filter-pattern/compile";
import { demandedTexts } from "../../core/filter-pattern/demanded-texts";
import { parseFilterPattern } from "../../core/filter-pattern/parse";
import type { Graph } from "./graph";
import { numberOf, textOf } from "./graph";
import type { MetricStore } from "./metrics";
import { metricKey } from "./metrics";

interface Metric {
  readonly matches: (record: unknown) => boolean;
  readonly key: string;
  readonly value: number;
}

/** The declared metric filters. Each record is shown to those only that name its event, and to those that name none. */
export class MetricFilters {
  /** Names of the metrics, as the store knows them. */
  readonly keys: readonly string[];
  private readonly ofAnyEvent: readonly Metric[];
  private readonly byEvent = new Map<unknown, Metric[]>();

  constructor(
    graph: Graph,
    private readonly store: MetricStore,
  ) {
    const declared = graph.all("aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => {
      const transformation = inputs.metricTransformation;
      const key = metricKey(textOf(valueAt(transformation, "namespace")), textOf(valueAt(transformation, "name")));
      const defaultValue = valueAt(transformation, "defaultValue");
      if (defaultValue !== undefined) store.setDefault(key, numberOf(defaultValue));
      const pattern = parseFilterPattern(textOf(inputs.pattern));
      const metric = { matches: compileParsedPattern(pattern), key, value: numberOf(valueAt(transformation, "value")) };
      return { metric, events: demandedTexts(pattern, "eventName") };
    });
    this.keys = declared.map(({ metric: { key } }) => key);
    this.ofAnyEvent = declared.filter(({ events }) => events === undefined).map(({ metric }) => metric);
    for (const { metric, events = [] } of declared) {
      for (const name of events) this.byEvent.set(name, [...(this.byEvent.get(name) ?? []), metric]);
    }
  }

  count(record: unknown, atMs: number): void {
    this.countIn(this.ofAnyEvent, record, atMs);
    const name = valueAt(record, "eventName");
    // A text of a filter equals a number of the same digits, too.
    const named = this.byEvent.get(typeof name === "number" ? String(name) : name);
    if (named !== undefined) this.countIn(named, record, atMs);
  }

  private countIn(metrics: readonly Metric[], record: unknown, atMs: number): void {
    for (const { matches, key, value } of metrics) if (matches(record)) this.store.add(key, atMs, value);
  }
}
