import { expect } from "chai";

import type { PlayedEffect } from "../../../local/effects";
import { Alarms } from "../../../local/play/alarms";
import { metricKey, MetricStore } from "../../../local/play/metrics";
import { Timeline } from "../../../local/play/timeline";
import { Topics } from "../../../local/play/topics";
import { graphOf, minutes, resource } from "./fixture";

const key = metricKey("Warden", "denied");

function started(changes: Record<string, unknown> = {}) {
  const effects: PlayedEffect[] = [];
  const graph = graphOf(
    resource("aws:sns/topic:Topic", "alerts", {}),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "denied-calls", {
      namespace: "Warden",
      metricName: "denied",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmDescription: "Calls denied.",
      alarmActions: ["arn:alerts"],
      ...changes,
    }),
  );
  const [metrics, timeline] = [new MetricStore(), new Timeline()];
  const emit = (effect: PlayedEffect) => void effects.push(effect);
  const alarms = new Alarms(graph, metrics, timeline, new Topics(graph, emit), emit);
  const denied = (...atMs: number[]) => {
    for (const one of atMs) metrics.add(key, one, 1);
    for (const one of metrics.minutesOf(key)) alarms.moved(key, one);
  };
  const run = async () => {
    for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
    return effects;
  };
  return { denied, run };
}

describe("the declared alarms", () => {
  it("go off at the end of the minute, mail once, and are OK again when the period is past", async () => {
    const { denied, run } = started();
    denied(minutes(0) + 12_000, minutes(2));
    const effects = await run();
    expect(effects.map((effect) => [effect.effect, effect.at])).to.deep.equal([
      ["alarm", "2026-03-17T10:01:00.000Z"],
      ["email", "2026-03-17T10:01:00.000Z"],
      ["alarm", "2026-03-17T10:08:00.000Z"],
    ]);
    expect(effects[0]).to.include({ alarm: "denied-calls", state: "ALARM", metric: "denied", value: 1 });
    expect(effects[1]).to.include({ topic: "alerts", subject: "ALARM: denied-calls" });
    expect(effects[2]).to.include({ state: "OK", value: 0 });
  });

  it("mail on OK where an action is declared for it", async () => {
    const { denied, run } = started({ okActions: ["arn:alerts"] });
    denied(minutes(0));
    const subjects = (await run()).flatMap((effect) => (effect.effect === "email" ? [effect.subject] : []));
    expect(subjects).to.deep.equal(["ALARM: denied-calls", "OK: denied-calls"]);
  });

  it("on another metric stay silent", async () => {
    const { denied, run } = started({ metricName: "other" });
    denied(minutes(0));
    expect(await run()).to.deep.equal([]);
  });

  it("whose action is no declared topic fail the run with its ARN", async () => {
    const { denied, run } = started({ alarmActions: ["arn:nowhere"] });
    denied(minutes(0));
    const failure = await run().then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.include("arn:nowhere");
  });
});
