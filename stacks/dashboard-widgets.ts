import type * as aws from "@pulumi/aws";
import * as classic from "@pulumi/awsx/classic/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

import type { SummedMetric } from "./own-alarm";

type WidgetJson = Parameters<classic.Widget["addWidgetJson"]>[0][number];

/** A metric as a line of a graph, or as a number. */
export function shown(
  { namespace, name, dimensions }: SummedMetric,
  label: string,
  statistic: classic.MetricStatistic = "Sum",
): classic.Metric {
  return new classic.Metric({
    namespace,
    name,
    statistic,
    label,
    ...(dimensions && { dimensions: { ...dimensions } }),
  });
}

export function graph(title: string, width: number, metrics: classic.WidgetMetric[]): classic.Widget {
  return new classic.LineGraphMetricWidget({ title, width, height: 6, metrics });
}

/** The newest value of each metric. */
export function numbers(title: string, width: number, metrics: classic.WidgetMetric[]): classic.Widget {
  return new classic.SingleNumberMetricWidget({ title, width, height: 3, metrics });
}

/**
 * Minutes since the metric last had a value, which no metric says by itself. The time of each period less that of the last one with
 * a value, carried on: a value times nothing is missing where the value is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function ageOf(metric: SummedMetric, label: string): classic.WidgetMetric[] {
  const age = "(EPOCH(m0) - FILL(EPOCH(m0) + 0 * m0, REPEAT)) / 60";
  return [shown(metric, label).withId("m0").withVisible(false), new classic.ExpressionWidgetMetric(age, label, "age")];
}

/** A query of Logs Insights as a table. The classic library has such a widget, but draws it as a line over time. */
export class QueryTable implements classic.Widget {
  constructor(private readonly args: { readonly title: string; readonly query: pulumi.Input<string> }) {}

  width(): number {
    return 24;
  }

  height(): number {
    return 6;
  }

  addWidgetJson(widgets: WidgetJson[], x: number, y: number, region: pulumi.Output<aws.Region>): void {
    const properties = { ...this.args, region, view: "table" };
    widgets.push({ type: "log", x, y, width: this.width(), height: this.height(), properties });
  }
}
