import { expect } from "chai";

import { Arrivals, silencesIn } from "../../../local/play/arrivals";
import type { AlarmEffect } from "../../../local/effects";
import type { DeclaredResource } from "../../../local/program/mocks";
import { resource, startMs } from "./fixture";
import { stageOf } from "./stage";

const hourMs = 3_600_000;
const hours = (from: number, to: number, every = 1) => {
  const count = Math.ceil((to - from) / every);
  return Array.from({ length: count }, (_, position) => startMs + (from + position * every) * hourMs);
};
const week = 7 * 24;

describe("the silences of a history", () => {
  it("are the gaps longer than the alarm waits, after a week without any", () => {
    const minutes = [...hours(0, week + 1), ...hours(week + 10, week + 20)];
    expect(silencesIn(minutes, 3 * hourMs)).to.deep.equal([
      { fromMs: startMs + week * hourMs, toMs: startMs + (week + 10) * hourMs },
    ]);
  });

  it("are none in a history of less than a week", () => {
    expect(silencesIn([...hours(0, week), ...hours(week + 10, week + 20)], 3 * hourMs)).to.deep.equal([]);
  });

  it("are none in four months of a record now and then", () => {
    expect(silencesIn(hours(0, 120 * 24, 7), 3 * hourMs)).to.deep.equal([]);
  });

  it("are none at the end, where the history is over, and none of nothing", () => {
    expect(silencesIn(hours(0, 2 * week), 3 * hourMs)).to.deep.equal([]);
    expect(silencesIn([], 3 * hourMs)).to.deep.equal([]);
  });

  it("need another week after a gap, so that an export with holes raises one at most", () => {
    const minutes = [...hours(0, week + 1), ...hours(week + 10, week + 20), ...hours(week + 40, 2 * week)];
    expect(silencesIn(minutes, 3 * hourMs)).to.have.length(1);
  });

  it("are no gaps as long as the alarm itself waits", () => {
    expect(silencesIn(hours(0, 4 * week, 3), 3 * hourMs)).to.deep.equal([]);
  });
});

const silence = (namespace: string, metricName: string, dimensions: Record<string, string>): DeclaredResource =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", "silence", {
    metricQueries: [
      { id: "sum", expression: "FILL(m0, 0)", label: "No records come", returnData: true },
      { id: "m0", metric: { namespace, metricName, dimensions, period: 3600, stat: "Sum" } },
    ],
    evaluationPeriods: 3,
    threshold: 1,
    comparisonOperator: "LessThanThreshold",
    treatMissingData: "breaching",
    alarmDescription: "No record has come.",
    alarmActions: ["arn:alerts"],
    okActions: ["arn:alerts"],
  });

async function changesOf(alarm: DeclaredResource, times: readonly number[]) {
  const stage = stageOf([resource("aws:sns/topic:Topic", "alerts", {}), alarm]);
  const arrivals = new Arrivals();
  for (const atMs of times) arrivals.add(atMs);
  arrivals.tell(stage.graph, stage.metrics, stage.alarms);
  await stage.run();
  const changes = stage.effects.filter((effect): effect is AlarmEffect => effect.effect === "alarm");
  return {
    changes: changes.map(({ state, at }) => `${state} after ${(Date.parse(at) - startMs) / hourMs} h`),
    mails: stage.effects.filter(({ effect }) => effect === "email").length,
  };
}

describe("the alarm on silence", () => {
  const broken = [...hours(0, week + 1), ...hours(week + 10, week + 20)];
  const onLogGroup = silence("AWS/Logs", "IncomingLogEvents", { LogGroupName: "trail" });

  it("goes off when three hours have gone by, and is OK again with the next record", async () => {
    const { changes, mails } = await changesOf(onLogGroup, broken);
    const minute = 1 / 60;
    expect(changes).to.deep.equal([`ALARM after ${week + 3 + minute} h`, `OK after ${week + 10 + minute} h`]);
    expect(mails).to.equal(2);
  });

  it("takes records in whatever order they are read", async () => {
    expect(await changesOf(onLogGroup, [...broken].reverse())).to.deep.equal(await changesOf(onLogGroup, broken));
  });

  it("listens to the files of a bucket as it does to a log group", async () => {
    const onQueue = silence("AWS/SQS", "NumberOfMessagesSent", { QueueName: "trail-files" });
    expect(await changesOf(onQueue, broken)).to.deep.equal(await changesOf(onLogGroup, broken));
  });

  it("stays quiet over a history with holes, and on another metric", async () => {
    expect((await changesOf(onLogGroup, hours(0, 120 * 24, 7))).changes).to.deep.equal([]);
    expect((await changesOf(silence("Other", "Metric", {}), broken)).changes).to.deep.equal([]);
  });
});
