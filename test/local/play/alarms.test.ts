import { expect } from "chai";

import { metricKey } from "../../../local/play/metrics";
import type { DeclaredResource } from "../../../local/program/mocks";
import { minutes, resource } from "./fixture";
import { permittedFunction, stageOf } from "./stage";

const key = metricKey("Warden", "denied");

function started(changes: Record<string, unknown> = {}, ...more: readonly DeclaredResource[]) {
  const stage = stageOf([
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
    ...more,
  ]);
  const denied = (...atMs: number[]) => {
    for (const one of atMs) stage.metrics.add(key, one, 1);
    for (const one of stage.metrics.minutesOf(key)) stage.alarms.moved(key, one);
  };
  const run = async () => {
    await stage.run();
    return stage.effects;
  };
  return { denied, run, handed: stage.handed };
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

  it("tell a function that is subscribed what CloudWatch tells it, as JSON", async () => {
    const subscription = { topic: "arn:alerts", protocol: "lambda", endpoint: "arn:describe-alarm" };
    const { denied, run, handed } = started(
      {},
      ...permittedFunction("describe-alarm", "sns.amazonaws.com", "arn:alerts"),
      resource("aws:sns/topicSubscription:TopicSubscription", "describe-alarm", subscription),
    );
    denied(minutes(0));
    await run();
    expect(handed.map(({ to, atSeconds }) => [to, atSeconds])).to.deep.equal([["describe-alarm", 60]]);
    const { Records } = handed[0]?.event as { Records: { Sns: { Subject: string; Message: string } }[] };
    expect(Records[0]?.Sns.Subject).to.equal("ALARM: denied-calls");
    const message = JSON.parse(Records[0]?.Sns.Message ?? "") as Record<string, unknown>;
    expect(message).to.include({ AlarmName: "denied-calls", NewStateValue: "ALARM", OldStateValue: "OK" });
    expect(message).to.include({ StateChangeTime: "2026-03-17T10:01:00.000+0000", AWSAccountId: "111122223333" });
    expect(message.Trigger).to.deep.include({
      MetricName: "denied",
      Namespace: "Warden",
      Statistic: "SUM",
      Period: 300,
    });
  });

  it("on another metric stay silent", async () => {
    const { denied, run } = started({ metricName: "other" });
    denied(minutes(0));
    expect(await run()).to.deep.equal([]);
  });

  it("whose action is no declared topic tell nobody, and say so with its ARN", async () => {
    const { denied, run } = started({ alarmActions: ["arn:nowhere"] });
    denied(minutes(0));
    const errors = (await run()).filter(({ effect }) => effect === "error");
    expect(errors).to.deep.equal([
      {
        effect: "error",
        at: "2026-03-17T10:01:00.000Z",
        function: "denied-calls",
        message: "arn:nowhere: The topic does not exist",
        eventIds: [],
      },
    ]);
  });
});
