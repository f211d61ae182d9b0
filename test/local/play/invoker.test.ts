import { expect } from "chai";

import type { LocalAccountThread } from "../../../local/account/thread";
import type { PlayedEffect } from "../../../local/effects";
import type { InvocationOutcome } from "../../../local/functions/function-worker";
import { startSlackStandIn } from "../../../local/http/slack-stand-in";
import type { SlackStandIn } from "../../../local/http/slack-stand-in";
import { AuditTrail } from "../../../local/play/audit-trail";
import { Destinations } from "../../../local/play/destinations";
import { Invoker } from "../../../local/play/invoker";
import { Timeline } from "../../../local/play/timeline";
import { functionThat, graphOf, minutes, resource, startMs } from "./fixture";

const deadArn = "arn:aws:sqs:eu-west-1:111122223333:dead";

describe("an asynchronous invocation", () => {
  let slack: SlackStandIn;
  before(async () => void (slack = await startSlackStandIn()));
  after(() => slack.stop());

  function started() {
    const effects: PlayedEffect[] = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const [timeline, audit] = [new Timeline(), new AuditTrail()];
    const kept: { readonly text: string; readonly atMs: number }[] = [];
    const destinations = new Destinations(graphOf(resource("aws:sqs/queue:Queue", "dead", {}, { arn: deadArn })));
    destinations.register("aws:sqs/queue:Queue", (_, { text }, atMs) => void kept.push({ text, atMs }));
    const account: LocalAccountThread = {
      endpoint: "",
      setClock: () => {},
      flush: async () => {},
      stop: async () => {},
      put: () => {},
      writes: async () => 0,
      save: async () => ({}),
    };
    const invoker = new Invoker({ account, slack, timeline, destinations, audit, emit });
    const run = async () => {
      for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
    };
    return { invoker, effects, kept, run };
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
    const { invoker, effects, kept, run } = started();
    const { asked, invoke } = container({ error: "boom" });
    await invoker.invoke({ target: functionThat(invoke), event: { told: 1 }, eventIds: ["a", "b"] }, startMs);
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
    expect(kept.map(({ atMs }) => atMs)).to.deep.equal([minutes(3)]);
    const record = JSON.parse(kept[0]?.text ?? "") as Record<string, unknown>;
    expect(record).to.deep.include({
      version: "1.0",
      requestPayload: { told: 1 },
      responsePayload: { errorMessage: "boom" },
    });
    expect(record.requestContext).to.deep.include({ condition: "RetriesExhausted", approximateInvokeCount: 3 });
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

  it("that fails and has nowhere to go is told of all the same", async () => {
    const { invoker, effects, kept, run } = started();
    const target = functionThat(container({ error: "boom" }).invoke, { deadLetterQueueArn: undefined });
    await invoker.invoke({ target, event: {}, eventIds: ["a"] }, startMs);
    await run();
    expect(effects).to.have.lengthOf(1);
    expect(kept).to.deep.equal([]);
  });
});
