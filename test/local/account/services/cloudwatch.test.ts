import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";

import * as fixture from "../fixture";

const topicArn = fixture.TOPIC_ARN;
const atMs = Date.parse("2026-03-17T07:20:00Z");

describe("CloudWatch of the local account", () => {
  let running: fixture.RunningAccount;
  let client: CloudWatchClient;

  beforeEach(async () => {
    running = await fixture.startAccount({
      ...fixture.SETUP,
      alarms: [{ name: "denied", actions: [topicArn], actionsEnabled: true }],
    });
    client = new CloudWatchClient(fixture.clientOptions(running.account.endpoint));
  });
  afterEach(async () => {
    client.destroy();
    await running.account.stop();
  });

  it("knows an alarm as it is declared, and the state that it was told of last", async () => {
    const ask = async () =>
      (await client.send(new DescribeAlarmsCommand({ AlarmNames: ["denied", "gone"] }))).MetricAlarms;
    expect((await ask())?.map(({ AlarmName, StateValue }) => [AlarmName, StateValue])).to.deep.equal([
      ["denied", "OK"],
    ]);
    running.account.put({ alarmNews: [{ name: "denied", atMs, state: "ALARM" }] });
    const [alarm] = (await ask()) ?? [];
    expect(alarm).to.include({ StateValue: "ALARM", ActionsEnabled: true });
    expect(alarm?.AlarmActions).to.deep.equal([topicArn]);
    expect(alarm?.StateTransitionedTimestamp?.getTime()).to.equal(atMs);
  });

  it("tells what became of its actions, in words that begin as CloudWatch's do", async () => {
    running.account.put({
      alarmActionNews: [
        { name: "denied", atMs: atMs - 1, topicArn },
        { name: "denied", atMs, topicArn },
        { name: "denied", atMs, topicArn, failure: "no leave" },
      ],
    });
    const { AlarmHistoryItems = [] } = await client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: "denied", HistoryItemType: "Action", StartDate: new Date(atMs) }),
    );
    expect(
      AlarmHistoryItems.map(({ HistorySummary = "" }) => HistorySummary.split(" ").slice(0, 3).join(" ")),
    ).to.deep.equal(["Successfully executed action", "Failed to execute"]);
  });

  it("sums a metric up by what was counted in the time that is asked for", async () => {
    const datum = { namespace: "CISBenchmark", name: "denied", sum: 2 };
    running.account.put({
      metricData: [
        { ...datum, atMs },
        { ...datum, atMs: atMs - 60_000 },
      ],
    });
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: "CISBenchmark",
        MetricName: "denied",
        StartTime: new Date(atMs),
        EndTime: new Date(atMs + 60_000),
        Period: 60,
        Statistics: ["Sum"],
      }),
    );
    expect(Datapoints.map(({ Sum }) => Sum)).to.deep.equal([2]);
  });

  it("refuses who has no leave to look", async () => {
    const reader = new CloudWatchClient(fixture.clientOptions(running.account.endpoint, "AKIALOCALREADER"));
    const error = await fixture.errorOf(reader.send(new DescribeAlarmsCommand({ AlarmNames: ["denied"] })));
    expect(error.message).to.contain("cloudwatch:DescribeAlarms");
    reader.destroy();
  });
});
