import { expect } from "chai";

import { watchedBy } from "../../../local/play/alarm-queries";
import { resource } from "./fixture";

const alarm = (inputs: Record<string, unknown>) => resource("aws:cloudwatch/metricAlarm:MetricAlarm", "one", inputs);
const metric = (metricName: string, changes: Record<string, unknown> = {}) => ({
  namespace: "AWS/Lambda",
  metricName,
  period: 300,
  stat: "Sum",
  ...changes,
});
const queries = (expression: string, ...metrics: readonly object[]) =>
  alarm({
    metricQueries: [
      { id: "sum", expression, returnData: true },
      ...metrics.map((one, position) => ({ id: `m${position}`, metric: one })),
    ],
  });

describe("what an alarm looks at", () => {
  it("is the metric that it names", () => {
    const dimensions = { QueueName: "dead" };
    const named = alarm({ ...metric("Depth"), statistic: "Maximum", namespace: "AWS/SQS", dimensions });
    expect(watchedBy(named)).to.deep.equal({
      metricName: "Depth",
      metricKeys: ["AWS/SQS Depth QueueName=dead"],
      statistic: "Maximum",
      periodSeconds: 300,
    });
  });

  it("is all that its expression adds up", () => {
    expect(watchedBy(queries("SUM(METRICS())", metric("Errors"), metric("Throttles")))).to.include({
      metricName: "SUM(METRICS())",
      fillsGaps: false,
      periodSeconds: 300,
    });
    expect(watchedBy(queries("SUM(METRICS())", metric("Errors"), metric("Throttles"))).metricKeys).to.deep.equal([
      "AWS/Lambda Errors",
      "AWS/Lambda Throttles",
    ]);
  });

  it("is one metric whose gaps count as nothing", () => {
    expect(watchedBy(queries("FILL(m0, 0)", metric("Errors")))).to.include({ fillsGaps: true });
  });

  it("is refused with the alarm's name where the local run does not know it", () => {
    for (const unknown of [
      queries("m0 / m1", metric("Errors"), metric("Invocations")),
      queries("FILL(m1, 0)", metric("Errors")),
      queries("FILL(m0, 0)", metric("Errors"), metric("Throttles")),
      queries("SUM(METRICS())"),
    ]) {
      expect(() => watchedBy(unknown)).to.throw("what alarm one makes of its metrics");
    }
    for (const other of [metric("Throttles", { period: 60 }), metric("Throttles", { stat: "Maximum" })]) {
      expect(() => watchedBy(queries("SUM(METRICS())", metric("Errors"), other))).to.throw("alarm one");
    }
  });
});
