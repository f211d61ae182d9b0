import { expect } from "chai";

import type { AlarmEffect } from "../../../local/effects";
import { alarmNotification } from "../../../local/play/alarm-notification";
import { FunctionMetrics } from "../../../local/play/function-metrics";
import { metricKey } from "../../../local/play/metrics";
import type { DeclaredResource } from "../../../local/program/mocks";
import { minutes, resource } from "./fixture";
import { stageOf } from "./stage";

const line = (what: object) => `2026-03-17T10:00:00.000Z\tid\tINFO\t${JSON.stringify(what)}`;
const good = { lines: [] };
const failed = { lines: [], error: "slack answered 500" };

const lambda = (name: string) =>
  resource("aws:lambda/function:Function", name, { loggingConfig: { logGroup: `${name}-log` } }, { name: `${name}-1` });

const alarm = (name: string, metrics: readonly object[], evaluationPeriods: number) =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
    metricQueries: [
      { id: "sum", expression: "SUM(METRICS())", label: "Functions fail", returnData: true },
      ...metrics.map((metric, position) => ({ id: `m${position}`, metric: { ...metric, period: 300, stat: "Sum" } })),
    ],
    evaluationPeriods,
    threshold: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
    alarmDescription: "It is one of one, other.",
    alarmActions: ["arn:alerts"],
  });

const errorsOf = (name: string) => ({
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: `${name}-1` },
});

function started() {
  const stage = stageOf([
    resource("aws:sns/topic:Topic", "alerts", {}),
    lambda("one"),
    lambda("other"),
    resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "one-undelivered", {
      logGroupName: "one-log",
      pattern: "%.warden.:.not-posted.,%",
      metricTransformation: { namespace: "ApiWarden", name: "undelivered", value: "1" },
    }),
    alarm("function-errors", [errorsOf("one"), errorsOf("other")], 3),
    alarm("failed-deliveries", [{ namespace: "ApiWarden", metricName: "undelivered" }], 1),
  ]);
  const ran = new FunctionMetrics(stage.graph, stage.metrics, stage.alarms);
  const changes = async () => {
    await stage.run();
    const made = stage.effects.filter((effect): effect is AlarmEffect => effect.effect === "alarm");
    return made.map(({ alarm: name, state, at }) => `${name} ${state} ${at.slice(11, 16)}`);
  };
  return { ran, changes, metrics: stage.metrics, graph: stage.graph };
}

describe("what is counted of functions as they run", () => {
  it("an alarm on errors goes off where functions fail for a quarter of an hour, one after the other", async () => {
    const { ran, changes } = started();
    ran.ended("one", failed, minutes(0));
    ran.ended("other", failed, minutes(6));
    ran.ended("one", failed, minutes(12));
    expect(await changes()).to.deep.equal(["function-errors ALARM 10:13", "function-errors OK 10:16"]);
  });

  it("an event that fails three times within minutes is left to the alarm on its dead letter", async () => {
    const { ran, changes } = started();
    for (const minute of [0, 1, 3]) ran.ended("one", failed, minutes(minute));
    expect(await changes()).to.deep.equal([]);
  });

  it("who is subscribed to the alarm's topic is told what it adds up, as CloudWatch tells it", () => {
    const [one] = started().graph.all("aws:cloudwatch/metricAlarm:MetricAlarm");
    const change = { before: "OK", state: "ALARM", at: "2026-03-17T10:13:00.000Z", reason: "three times" } as const;
    const { Trigger } = alarmNotification(one as DeclaredResource, started().graph, change) as { Trigger: object };
    expect(Trigger).to.deep.include({ EvaluationPeriods: 3, Threshold: 1 });
    expect(Trigger).to.not.have.any.keys("MetricName", "Period", "Statistic");
    const { Metrics } = Trigger as { Metrics: readonly object[] };
    expect(Metrics.slice(0, 2)).to.deep.equal([
      { Id: "sum", ReturnData: true, Expression: "SUM(METRICS())", Label: "Functions fail" },
      {
        Id: "m0",
        ReturnData: false,
        MetricStat: {
          Metric: {
            Dimensions: [{ value: "one-1", name: "FunctionName" }],
            MetricName: "Errors",
            Namespace: "AWS/Lambda",
          },
          Period: 300,
          Stat: "Sum",
        },
      },
    ]);
  });

  it("runs and errors are counted by function", () => {
    const { ran, metrics } = started();
    for (const outcome of [good, failed, good]) ran.ended("one", outcome, minutes(0));
    const sum = (name: string, of: string) =>
      metrics.over(metricKey("AWS/Lambda", name, { FunctionName: `${of}-1` }), minutes(0), minutes(1))?.sum;
    expect([sum("Invocations", "one"), sum("Errors", "one")]).to.deep.equal([3, 1]);
    expect([sum("Invocations", "other"), sum("Errors", "other")]).to.deep.equal([undefined, undefined]);
  });

  it("lines of a function's log count where a filter is on that log", async () => {
    const { ran, changes } = started();
    ran.ended("other", { lines: [line({ warden: "not-posted", why: "slack answered 500" })] }, minutes(0));
    expect(await changes()).to.deep.equal([]);
    ran.ended(
      "one",
      { lines: [line({ warden: "posted", count: 1 }), line({ warden: "muted", count: 1 })] },
      minutes(1),
    );
    expect(await changes()).to.deep.equal([]);
    ran.ended("one", { lines: [line({ warden: "not-posted", why: "slack answered 500" })] }, minutes(2));
    expect(await changes()).to.deep.equal(["failed-deliveries ALARM 10:03", "failed-deliveries OK 10:08"]);
  });
});
