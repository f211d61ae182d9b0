import { compileLinePattern } from "../../core/filter-pattern/line-pattern";
import type { InvocationOutcome } from "../functions/function-worker";
import type { Alarms } from "./alarms";
import type { Graph } from "./graph";
import { textOf } from "./graph";
import { countedBy, filtersOfFunctions } from "./metric-filters";
import type { CountedMetric } from "./metric-filters";
import type { MetricStore } from "./metrics";
import { metricKey } from "./metrics";

interface LineFilter extends CountedMetric {
  readonly matches: (line: string) => boolean;
}

interface FunctionParts {
  readonly errors: string;
  readonly invocations: string;
  readonly filters: readonly LineFilter[];
}

/** What CloudWatch counts of functions as they run: Lambda's own metrics, and those of the filters on their logs. */
export class FunctionMetrics {
  private readonly functions: ReadonlyMap<string, FunctionParts>;

  constructor(
    graph: Graph,
    private readonly metrics: MetricStore,
    private readonly alarms: Pick<Alarms, "moved">,
  ) {
    const declared = filtersOfFunctions(graph);
    this.functions = new Map(
      graph.all("aws:lambda/function:Function").map(({ name, outputs }) => {
        const dimensions = { FunctionName: textOf(outputs.name) };
        const filters = (declared.get(name) ?? []).map((filter) => ({
          ...countedBy(filter, metrics),
          matches: compileLinePattern(textOf(filter.inputs.pattern)),
        }));
        const errors = metricKey("AWS/Lambda", "Errors", dimensions);
        return [name, { errors, invocations: metricKey("AWS/Lambda", "Invocations", dimensions), filters }];
      }),
    );
  }

  /** An attempt to run the function has ended. */
  ended(name: string, { error, lines }: Pick<InvocationOutcome, "error" | "lines">, atMs: number): void {
    const parts = this.functions.get(name);
    if (parts === undefined) return;
    this.metrics.add(parts.invocations, atMs, 1);
    // A run that went well counts as none: an alarm is OK again when the errors have left its periods.
    this.metrics.add(parts.errors, atMs, error === undefined ? 0 : 1);
    if (error !== undefined) this.alarms.moved(parts.errors, atMs);
    for (const { key, value, matches } of parts.filters) {
      const found = lines.filter(matches).length;
      if (found === 0) continue;
      this.metrics.add(key, atMs, found * value);
      this.alarms.moved(key, atMs);
    }
  }
}
