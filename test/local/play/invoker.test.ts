import { expect } from "chai";

import type { LocalAccountThread } from "../../../local/account/thread";
import type { PlayedEffect } from "../../../local/effects";
import type { InvocationOutcome } from "../../../local/functions/function-worker";
import { startSlackStandIn } from "../../../local/http/slack-stand-in";
import type { SlackStandIn } from "../../../local/http/slack-stand-in";
import { Alarms } from "../../../local/play/alarms";
import { AuditTrail } from "../../../local/play/audit-trail";
import { Invoker } from "../../../local/play/invoker";
import { metricKey, MetricStore } from "../../../local/play/metrics";
import { Timeline } from "../../../local/play/timeline";
import { Topics } from "../../../local/play/topics";
import { functionThat, graphOf, minutes, resource, startMs } from "./fixture";

const depthKey = metricKey("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "dead" });

describe("an asynchronous invocation", () => {
  let slack: SlackStandIn;
  before(async () => void (slack = await startSlackStandIn()));
  after(() => slack.stop());

  function started() {
    const effects: PlayedEffect[] = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const graph = graphOf(resource("aws:sns/topic:Topic", "alerts", {}));
    const [timeline, metrics, audit, topics] = [
      new Timeline(),
      new MetricStore(),
      new AuditTrail(),
      new Topics(graph, emit),
    ];
    const alarms = new Alarms(graph, metrics, timeline, topics, emit);
    const account: LocalAccountThread = {
      endpoint: "",
      setClock: () => {},
      flush: async () => {},
      stop: async () => {},
      put: () => {},
      writes: async () => 0,
    };
    const invoker = new Invoker({
      account,
      slack,
      timeline,
      metrics,
      alarms,
      topics,
      audit,
      emit,
    });
    const run = async () => {
      for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
    };
    return { invoker, effects, metrics, run };
  }

  /** A container that answers these outcomes one after the other, and writes down when it was asked. */
  function container(...outcomes: Partial<InvocationOutcome>[]) {
    const asked: number[] = [];
    const invoke = async (_event: unknown, nowMs: number): Promise<InvocationOutcome> => {
      const outcome = outcomes[Math.min(asked.length, outcomes.length - 1)];
      asked.push((nowMs - startMs) / 1000);
      return { lines: [], refusals: [], ...outcome };
    };
    return { asked, invoke };
  }

  it("that succeeds is made once, and its answer is handed on", async () => {
    const { invoker, effects, run } = started();
    const { asked, invoke } = container({ result: 42 });
    const answers: unknown[] = [];
    const succeeded = (result: unknown) => void answers.push(result);
    await invoker.invoke({ target: functionThat(invoke), event: {}, eventIds: ["a"], succeeded }, startMs);
    await run();
    expect([asked, answers, effects]).to.deep.equal([[0], [42], []]);
  });

  it("that fails is tried again after one minute and two more, then it is a dead letter", async () => {
    const { invoker, effects, metrics, run } = started();
    const { asked, invoke } = container({ error: "boom" });
    await invoker.invoke({ target: functionThat(invoke), event: {}, eventIds: ["a", "b"] }, startMs);
    await run();
    expect(asked).to.deep.equal([0, 60, 180]);
    expect(effects).to.deep.equal([
      {
        effect: "error",
        at: new Date(minutes(3)).toISOString(),
        function: "post-denials",
        message: "boom",
        eventIds: ["a", "b"],
      },
    ]);
    expect(metrics.over(depthKey, minutes(3), minutes(4))?.most, "depth of the dead-letter queue").to.equal(1);
  });

  it("that succeeds at the second try leaves no dead letter", async () => {
    const { invoker, effects, run } = started();
    const { asked, invoke } = container({ error: "boom" }, {});
    await invoker.invoke({ target: functionThat(invoke), event: {}, eventIds: ["a"] }, startMs);
    await run();
    expect(asked).to.deep.equal([0, 60]);
    expect(effects).to.deep.equal([]);
  });

  it("is tried as often as the function declares", async () => {
    const { invoker, effects, run } = started();
    const { asked, invoke } = container({ error: "boom" });
    const target = functionThat(invoke, { maximumRetryAttempts: 0 });
    await invoker.invoke({ target, event: {}, eventIds: ["a"] }, startMs);
    await run();
    expect(asked).to.deep.equal([0]);
    expect(effects.map(({ effect }) => effect)).to.deep.equal(["error"]);
  });

  it("in whose dead letter are only the ids that nobody was told of", async () => {
    const { invoker, effects, run } = started();
    const muted = JSON.stringify({ warden: "muted", rule: "r", eventIds: ["a"], count: 1 });
    const { invoke } = container({ error: "boom", lines: [muted] });
    await invoker.invoke({ target: functionThat(invoke), event: {}, eventIds: ["a", "b"] }, startMs);
    await run();
    expect(effects.at(-1)).to.have.deep.property("eventIds", ["b"]);
  });

  it("that reached for the outside says what was refused", async () => {
    const { invoker, effects } = started();
    const { invoke } = container({ refusals: ["example.com:443"] });
    await invoker.invoke({ target: functionThat(invoke), event: {}, eventIds: [] }, startMs);
    expect(effects).to.have.lengthOf(1);
    expect(effects[0]).to.include({ effect: "error", message: "example.com:443 was refused" });
  });

  it("may publish to a topic, and put what it could not tell into its dead-letter queue, with the ids", async () => {
    const { invoker, effects } = started();
    const target = functionThat(container({}).invoke);
    const base = { function: "post-denials" };
    invoker.happened({ ...base, type: "sns-publish", topicArn: "arn:alerts", subject: "Hello", message: "text" }, []);
    const body = JSON.stringify({ incidents: [{ eventIds: ["a"] }, { eventIds: ["b"] }] });
    const queueArn = target.deadLetterQueueArn ?? "";
    invoker.happened({ ...base, type: "sqs-send", queueArn, body, delaySeconds: 0 }, [target]);
    expect(effects.map(({ effect }) => effect)).to.deep.equal(["email", "error"]);
    expect(effects[1]).to.have.deep.property("eventIds", ["a", "b"]);
  });
});
